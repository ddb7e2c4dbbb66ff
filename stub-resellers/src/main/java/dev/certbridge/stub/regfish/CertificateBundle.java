package dev.certbridge.stub.regfish;

import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An issued certificate as files. The root comes along, so that the files can be verified: nobody trusts it elsewhere. */
record CertificateBundle(String commonName, X509Certificate leaf, CertificateAuthority authority) {

    String pem() {
        return PemText.of(leaf, authority.intermediate(), authority.root());
    }

    /** What regfish packs, and how it names it, is not known. */
    byte[] zip() {
        String stem = commonName.replace("*", "_").replace('.', '_');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, stem + ".crt", PemText.of(leaf));
            add(zip, stem + ".ca-bundle", PemText.of(authority.intermediate(), authority.root()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void add(ZipOutputStream zip, String name, String text) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // The reseller's clock, not the machine's.
        entry.setTime(leaf.getNotBefore().getTime());
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
    }
}
