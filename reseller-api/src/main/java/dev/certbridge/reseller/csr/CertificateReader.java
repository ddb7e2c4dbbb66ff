package dev.certbridge.reseller.csr;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads certificates from PEM or DER, and puts issuers into order. */
final class CertificateReader {

    private CertificateReader() {}

    /** All certificates of a PEM text; throws {@link IllegalArgumentException} when there is none or anything else. */
    static List<X509Certificate> pem(byte[] text) {
        List<Pem.Block> blocks = Pem.blocks(new String(text, StandardCharsets.ISO_8859_1));
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("no certificate found in " + text.length
                    + " bytes; expected PEM that starts with -----BEGIN CERTIFICATE-----");
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : blocks) {
            if (!block.kind().equals("CERTIFICATE")) {
                throw new IllegalArgumentException("expected certificates only, found a PEM block " + block.kind()
                        + "; give the CERTIFICATE blocks alone");
            }
            certificates.add(der(block.der()));
        }
        return certificates;
    }

    /** The certificates of PEM text, or the one of DER bytes. */
    static List<X509Certificate> pemOrDer(byte[] bytes) {
        // DER starts with a SEQUENCE tag and a length in long form; PEM text may start with any readable line.
        boolean der = bytes.length > 1 && bytes[0] == 0x30 && (bytes[1] & 0x80) != 0;
        return der ? List.of(der(bytes)) : pem(bytes);
    }

    /**
     * The given issuers without duplicates and without the leaf, each followed by its own issuer. Those that do not
     * belong are kept at the end, so that checking the chain finds them instead of hiding them.
     */
    static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> issuers) {
        List<X509Certificate> unplaced = new ArrayList<>(new LinkedHashSet<>(issuers));
        unplaced.remove(leaf);
        List<X509Certificate> ordered = new ArrayList<>();
        X509Certificate last = leaf;
        for (Optional<X509Certificate> next = issuer(last, unplaced); next.isPresent(); ) {
            last = next.get();
            ordered.add(last);
            unplaced.remove(last);
            next = issuer(last, unplaced);
        }
        ordered.addAll(unplaced);
        return List.copyOf(ordered);
    }

    /** Whether the issuer is the one that the certificate names and its key made the certificate's signature. */
    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> among) {
        return among.stream().filter(candidate -> issued(candidate, of)).findFirst();
    }

    private static X509Certificate der(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // The factory stops reading after the certificate; what follows must not be dropped in silence.
            if (certificate.getEncoded().length != der.length) {
                throw new CertificateException("trailing bytes");
            }
            certificate.getSubjectAlternativeNames();
            return certificate;
        } catch (CertificateException | RuntimeException e) {
            throw new IllegalArgumentException("a certificate cannot be read as X.509; fetch it again", e);
        }
    }
}
