package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.certbridge.stub.CertificateAuthority;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** A certificate in the formats that can be downloaded. Content types are not documented; these are ours. */
final class CertificateDownload {

    /** What the vendor's PHP client asks for by default; the server's own default is not known. */
    static final String DEFAULT_FORMAT = "CRT";

    private CertificateDownload() {}

    static Reply of(RealtimeCertificate certificate, String format, DownloadBodyType form) {
        CertificateAuthority authority = certificate.authority();
        String text = switch (format) {
            case "CRT" -> certificates(form, certificate.leaf());
            case "CA" -> certificates(form, authority.intermediate());
            // The root comes along, so that the files can be verified: nobody trusts it elsewhere.
            case "CA_BUNDLE" -> certificates(form, authority.intermediate(), authority.root());
            case "CSR" ->
                inForm(
                        form,
                        certificate.order().csr().pem(),
                        certificate.order().csr().der());
            case "PKCS7" -> {
                byte[] der = pkcs7(certificate);
                yield inForm(form, PemText.of("PKCS7", der), der);
            }
            // Not an archive on the wire in any form, but its text.
            case "ZIP" -> Base64.getEncoder().encodeToString(zip(certificate));
            default ->
                throw RealtimeRefusal.constraint("format", "is not a format of downloads", TextNode.valueOf(format));
        };
        return Reply.bytes(200, "application/octet-stream", text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String certificates(DownloadBodyType form, X509Certificate... certificates) {
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        for (X509Certificate certificate : certificates) {
            try {
                der.writeBytes(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that we signed", e);
            }
        }
        return inForm(form, PemText.of(certificates), der.toByteArray());
    }

    private static String inForm(DownloadBodyType form, String pem, byte[] der) {
        return switch (form) {
            case BASE64_OF_PEM -> Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
            case BASE64_OF_DER -> Base64.getEncoder().encodeToString(der);
            case PEM -> pem;
        };
    }

    private static byte[] pkcs7(RealtimeCertificate certificate) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificates(new JcaCertStore(
                    List.of(certificate.leaf(), certificate.authority().intermediate())));
            return generator.generate(new CMSAbsentContent()).getEncoded();
        } catch (GeneralSecurityException | CMSException | IOException e) {
            throw new IllegalStateException("certificates that we signed", e);
        }
    }

    private static byte[] zip(RealtimeCertificate certificate) {
        String stem =
                "Linux/" + certificate.order().names().main().replace("*", "_").replace('.', '_');
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, certificate, stem + ".crt", PemText.of(certificate.leaf()));
            add(
                    zip,
                    certificate,
                    stem + ".ca-bundle",
                    PemText.of(certificate.authority().intermediate()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, RealtimeCertificate certificate, String name, String text)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // The reseller's clock, not the machine's.
        entry.setTime(certificate.leaf().getNotBefore().getTime());
        zip.putNextEntry(entry);
        zip.write(text.getBytes(StandardCharsets.US_ASCII));
        zip.closeEntry();
    }
}
