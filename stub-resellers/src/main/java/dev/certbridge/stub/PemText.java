package dev.certbridge.stub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** Encodes certificates and other objects as PEM text or ZIP files. */
public final class PemText {

    private PemText() {}

    /** Returns the PEM text of certificates, CSRs or {@code PemObject}s, one after the other. */
    public static String of(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                writer.writeObject(object);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write PEM", e);
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    /** Returns DER bytes as PEM text of this type. */
    public static String of(String type, byte[] der) {
        return of(new PemObject(type, der));
    }

    /**
     * Returns a ZIP file. The file {@code <stem>.crt} contains the certificate, and {@code <stem>.ca-bundle} contains
     * the chain.
     */
    public static byte[] zip(X509Certificate leaf, String stem, X509Certificate... chain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String suffix : List.of(".crt", ".ca-bundle")) {
                ZipEntry entry = new ZipEntry(stem + suffix);
                // The time of the entry is that of the reseller's clock, not of this machine.
                entry.setTime(leaf.getNotBefore().getTime());
                zip.putNextEntry(entry);
                String text = suffix.equals(".crt") ? of(leaf) : of((Object[]) chain);
                zip.write(text.getBytes(StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return bytes.toByteArray();
    }
}
