package dev.certbridge.reseller.csr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;

/**
 * Reads certificates in every form that resellers send or document, which are PEM, DER, PKCS #7, and base64 text of
 * each of these forms. Also sorts the issuers of a certificate.
 */
final class CertificateReader {

    /**
     * The maximum number of certificates in one input. The number is limited because every pair of certificates is
     * compared.
     */
    private static final int MOST = 100;

    private static final Set<String> SINGLE = Set.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final Set<String> SIGNED_DATA = Set.of("PKCS7", "PKCS #7 SIGNED DATA", "CMS");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/\\s]++={0,2}\\s*+");
    // Matches the blanks between the padding of one base64 text and the next base64 text.
    private static final Pattern PADDING = Pattern.compile("(?<==)\\s++(?=[A-Za-z0-9+/])");

    private CertificateReader() {}

    /**
     * Returns all certificates in these bytes.
     *
     * @throws IllegalArgumentException the bytes contain no certificate, more than {@value #MOST} certificates, a
     *     certificate that cannot be read, or a PEM block of another type
     */
    static List<X509Certificate> read(byte[] bytes) {
        List<X509Certificate> found = new ArrayList<>();
        // At most two layers of base64 are decoded, because a relay may encode base64 once more.
        collect(bytes, 2, found);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no certificate found in " + bytes.length
                    + " bytes. Expected PEM that starts with -----BEGIN CERTIFICATE-----, DER, PKCS #7, or one of"
                    + " these as base64");
        }
        return found;
    }

    /**
     * Returns the issuers without duplicates and without the leaf, each followed by its own issuer. Certificates that
     * do not belong to the chain are at the end of the list, where {@link #findChainProblem} detects them.
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

    /**
     * Returns the problem of a chain; empty if there is no problem. An unrelated certificate is a problem, and so is a
     * missing issuer between two certificates. Two paths to different roots are no problem.
     */
    static Optional<String> findChainProblem(X509Certificate leaf, List<X509Certificate> chain) {
        if (!chain.isEmpty() && !issued(chain.get(0), leaf)) {
            return Optional.of("lacks the certificate of its issuer");
        }
        List<X509Certificate> all =
                Stream.concat(Stream.of(leaf), chain.stream()).toList();
        return chain.stream()
                .filter(issuer -> all.stream().noneMatch(other -> !other.equals(issuer) && issued(issuer, other)))
                .findFirst()
                .map(issuer -> "has a broken chain: no certificate in the chain was signed by "
                        + issuer.getSubjectX500Principal());
    }

    /** Returns true if the certificate names this issuer and was signed with the issuer's key. */
    private static boolean issued(X509Certificate issuer, X509Certificate certificate) {
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

    /**
     * Returns the certificates that do not belong to a certificate authority and could therefore be the ordered
     * certificate. The result begins with the certificates that issued no other certificate in the list.
     */
    static List<X509Certificate> leaves(List<X509Certificate> all) {
        List<X509Certificate> leaves = new ArrayList<>();
        List<X509Certificate> others = new ArrayList<>();
        for (X509Certificate one : all) {
            if (!isAuthority(one)) {
                // A root certificate of X.509 version 1 is not marked as belonging to an authority.
                boolean issuer = one.getSubjectX500Principal().equals(one.getIssuerX500Principal())
                        || all.stream().anyMatch(other -> !other.equals(one) && issued(one, other));
                (issuer ? others : leaves).add(one);
            }
        }
        leaves.addAll(others);
        return leaves;
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 || (usage != null && usage[5]); // keyCertSign
    }

    private static Optional<X509Certificate> issuer(X509Certificate of, List<X509Certificate> among) {
        return among.stream().filter(candidate -> issued(candidate, of)).findFirst();
    }

    private static void collect(byte[] bytes, int layers, List<X509Certificate> found) {
        if (Pem.isDer(bytes)) {
            collectDer(bytes, found);
            return;
        }
        String text = Pem.text(bytes);
        if (text.contains(Pem.BEGIN)) {
            // A line break may be escaped, because the text was encoded as JSON twice.
            collectPem(Pem.blocks(text.replace("\\r", "").replace("\\n", "\n")), found);
        } else if (layers > 0) {
            for (String one : PADDING.split(unquoted(text))) {
                if (BASE64.matcher(one).matches()) {
                    decoded(one).ifPresent(inner -> collect(inner, layers - 1, found));
                }
            }
        }
    }

    private static void collectPem(List<Pem.Block> blocks, List<X509Certificate> found) {
        for (Pem.Block block : blocks) {
            if (SINGLE.contains(block.kind())) {
                add(block.der(), found);
            } else if (SIGNED_DATA.contains(block.kind())) {
                collectDer(block.der(), found);
            } else {
                throw new IllegalArgumentException("expected only certificates, but found a PEM block " + block.kind()
                        + ". Give only the CERTIFICATE blocks");
            }
        }
    }

    /** Adds every certificate from a sequence of DER objects. A PKCS #7 object may contain several certificates. */
    private static void collectDer(byte[] bytes, List<X509Certificate> found) {
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes);
        try {
            while (rest.available() > 0) {
                int start = bytes.length - rest.available();
                // Each object needs a new stream, because a stream does not read beyond its object.
                ASN1Primitive object = new ASN1InputStream(rest, rest.available()).readObject();
                ASN1Sequence sequence = ASN1Sequence.getInstance(object);
                if (sequence.size() > 0 && sequence.getObjectAt(0) instanceof ASN1ObjectIdentifier) {
                    collectSignedData(sequence, found);
                } else {
                    add(Arrays.copyOfRange(bytes, start, bytes.length - rest.available()), found);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static void collectSignedData(ASN1Sequence contentInfo, List<X509Certificate> found) throws IOException {
        ASN1Set certificates = SignedData.getInstance(
                        ContentInfo.getInstance(contentInfo).getContent())
                .getCertificates();
        if (certificates != null) {
            for (ASN1Encodable certificate : certificates) {
                add(certificate.toASN1Primitive().getEncoded(ASN1Encoding.DER), found);
            }
        }
    }

    private static void add(byte[] der, List<X509Certificate> found) {
        if (found.size() == MOST) {
            throw new IllegalArgumentException(
                    "more than " + MOST + " certificates found. Expected one certificate and its issuers");
        }
        found.add(certificate(der));
    }

    private static String unquoted(String text) {
        String stripped = text.strip();
        boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
        return quoted ? stripped.substring(1, stripped.length() - 1).replace("\\n", "\n") : stripped;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static X509Certificate certificate(byte[] der) {
        // The factory recurses into objects of indefinite length without a limit. DER has no indefinite lengths.
        if (der.length > 1 && (der[1] & 0xff) == 0x80) {
            throw unreadable(new CertificateException("indefinite length"));
        }
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            // The factory stops reading after the certificate. Bytes after the certificate must not be ignored.
            if (certificate.getEncoded().length != der.length) {
                throw new CertificateException("trailing bytes");
            }
            certificate.getSubjectAlternativeNames();
            return certificate;
        } catch (CertificateException | RuntimeException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(Exception cause) {
        return new IllegalArgumentException("a certificate cannot be read as X.509. Fetch it again", cause);
    }
}
