package dev.certbridge.reseller.csr;

import dev.certbridge.reseller.system.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Certificate;

/**
 * An issued certificate with its issuers. Immutable. Only {@link #requireFor(Csr, List)} checks that a certificate is
 * the ordered certificate. The signatures of the issuers are checked, but the root is not compared with a trust store.
 */
public final class IssuedCertificate {

    private final X509Certificate leaf;
    private final List<X509Certificate> chain;
    private final List<String> names;
    private final String keySha256;
    private final List<CertificateWarning> warnings;

    private IssuedCertificate(X509Certificate leaf, List<X509Certificate> all) {
        this.leaf = leaf;
        this.chain = CertificateReader.chain(leaf, all);
        this.names = namesOf(leaf);
        this.keySha256 = keySha256Of(leaf);
        this.warnings = List.of();
    }

    private IssuedCertificate(IssuedCertificate same, List<CertificateWarning> warnings) {
        this.leaf = same.leaf;
        this.chain = same.chain;
        this.names = same.names;
        this.keySha256 = same.keySha256;
        this.warnings = warnings;
    }

    /**
     * Parses a certificate and its issuers, in any order, from PEM, DER, PKCS #7, or any of these as base64. Text
     * around PEM blocks is ignored. The issuers are sorted, and duplicates are removed. The leaf is the first
     * certificate that does not belong to a certificate authority; {@link #ofKey} selects another leaf by its key.
     *
     * @throws IllegalArgumentException the bytes contain no certificate, or only certificates of authorities, or an
     *     unreadable certificate, or a PEM block of another type, or more than 100 certificates
     */
    public static IssuedCertificate parse(byte[] bundle) {
        return first(CertificateReader.read(bundle));
    }

    /**
     * Parses a leaf and its issuers from several downloads, each in a form that {@link #parse} accepts.
     *
     * @throws IllegalArgumentException one of the downloads is not valid, see {@link #parse}, or all certificates
     *     belong to authorities
     */
    public static IssuedCertificate of(byte[] leaf, List<byte[]> rest) {
        List<X509Certificate> all = new ArrayList<>(CertificateReader.read(leaf));
        rest.forEach(element -> all.addAll(CertificateReader.read(element)));
        return first(all);
    }

    private static IssuedCertificate first(List<X509Certificate> all) {
        List<X509Certificate> leaves = CertificateReader.leaves(all);
        if (leaves.isEmpty()) {
            throw new IllegalArgumentException("found " + all.size()
                    + " certificates of authorities but no server certificate. Ask the reseller for the"
                    + " certificate that was ordered");
        }
        return new IssuedCertificate(leaves.get(0), all);
    }

    /**
     * Returns a copy in which the leaf is the certificate with this public key. If no certificate has the key, the
     * method returns this object. The leaf is never the certificate of an authority.
     *
     * @param expected the hash of the public key, see {@link Csr#keySha256()}
     */
    public IssuedCertificate ofKey(String expected) {
        if (keySha256.equals(expected)) {
            return this;
        }
        List<X509Certificate> all =
                Stream.concat(Stream.of(leaf), chain.stream()).toList();
        return CertificateReader.leaves(all).stream()
                .filter(one -> keySha256Of(one).equals(expected))
                .findFirst()
                .map(one -> new IssuedCertificate(one, all))
                .orElse(this);
    }

    /**
     * Returns a copy of this certificate with the {@link #warnings()} about its validity.
     *
     * @param now the time with which the validity is compared
     * @param least the minimum ordered validity; empty for no check. A difference of up to five days causes no warning.
     *     A minimum above the maximum validity that the CA/Browser Forum allows is reduced to this maximum
     * @param most the maximum ordered validity; empty for no check. A difference of up to five days causes no warning
     */
    public IssuedCertificate withWarnings(Instant now, Optional<Period> least, Optional<Period> most) {
        return new IssuedCertificate(
                this, CertificateWarning.of(toString(), notBefore(), notAfter(), now, least, most));
    }

    /**
     * Returns the warnings about this certificate, for instance about its expiry. The methods {@code download} and
     * {@code await} add the warnings. A certificate that was only parsed has no warnings.
     */
    public List<CertificateWarning> warnings() {
        return warnings;
    }

    /** Returns the certificate without its issuers. */
    public X509Certificate leaf() {
        return leaf;
    }

    /** Returns the issuers without the leaf, beginning with the issuer of the leaf; empty if there are none. */
    public List<X509Certificate> chain() {
        return chain;
    }

    /**
     * Returns the DNS names of the leaf's subject alternative name extension, in lower case, in the order of the
     * extension. The common name is not included, because browsers ignore it.
     */
    public List<String> names() {
        return names;
    }

    /** Returns the serial number in lower-case hexadecimal digits without leading zeros. */
    public String serial() {
        return leaf.getSerialNumber().toString(16);
    }

    /** Returns the start of the validity. */
    public Instant notBefore() {
        return leaf.getNotBefore().toInstant();
    }

    /** Returns the end of the validity. */
    public Instant notAfter() {
        return leaf.getNotAfter().toInstant();
    }

    /** Returns the SHA-256 of the leaf's SubjectPublicKeyInfo in DER, as base64url without padding, 43 characters. */
    public String keySha256() {
        return keySha256;
    }

    /**
     * Checks that this certificate is the ordered certificate. The name {@code *.example.com} in a certificate covers
     * every name with exactly one label before {@code example.com}. A wanted name with a star must be in the
     * certificate literally.
     *
     * @throws IllegalStateException the leaf has another key than the CSR, or does not cover one of the names
     * @throws IllegalStateException the issuer of the leaf is missing although other issuers are present, or an issuer
     *     signed none of the certificates
     */
    public void requireFor(Csr csr, List<String> wanted) {
        requireFor(csr.keySha256());
        List<String> missing = wanted.stream()
                .map(DomainName::lowerCase)
                .filter(name -> names.stream().noneMatch(listed -> DomainName.covers(listed, name)))
                .toList();
        if (!missing.isEmpty()) {
            throw refused("does not cover " + missing + "; its names are " + names);
        }
        CertificateReader.findChainProblem(leaf, chain).ifPresent(problem -> {
            throw refused(problem);
        });
    }

    /**
     * Checks that the leaf has this public key.
     *
     * @param expected the hash of the public key, see {@link Csr#keySha256()}
     * @throws IllegalStateException the leaf has another key
     */
    public void requireFor(String expected) {
        if (!keySha256.equals(expected)) {
            throw refused("is for another public key: its key has the SHA-256 " + keySha256
                    + ", and the ordered key has " + expected + "; do not deploy it");
        }
    }

    /** Returns the leaf as PEM. */
    public String leafPem() {
        return pem(List.of(leaf));
    }

    /** Returns the issuers as PEM, one after the other; an empty text if there are none. */
    public String chainPem() {
        return pem(chain);
    }

    /** Returns the leaf and then the issuers as PEM, in the form that web servers read. */
    public String fullChainPem() {
        return leafPem() + chainPem();
    }

    /**
     * Writes {@code privkey.pem} (mode 0600), {@code request.pem}, {@code cert.pem}, {@code chain.pem} and {@code
     * fullchain.pem} (mode 0644), in this order. Each file is replaced atomically and is on the disk when this method
     * returns. A missing folder is created with mode 0700.
     *
     * @throws IllegalStateException the leaf has another key; nothing is written then
     * @throws UncheckedIOException a file cannot be written
     */
    public void writeTo(Path folder, KeyAndCsr key) {
        requireFor(key.csr().keySha256());
        key.writeTo(folder);
        writeTo(folder, key.csr());
    }

    /**
     * Writes the files of {@link #writeTo(Path, KeyAndCsr)} except {@code privkey.pem}. Use this method if the private
     * key is stored elsewhere.
     *
     * @throws IllegalStateException the leaf has another key than the CSR; nothing is written then
     * @throws UncheckedIOException a file cannot be written
     */
    public void writeTo(Path folder, Csr csr) {
        requireFor(csr.keySha256());
        try {
            DurableFile.createDirectories(folder);
            DurableFile.writePublic(folder.resolve("request.pem"), csr.pem());
        } catch (IOException e) {
            throw notWritten(folder, e);
        }
        writeTo(folder);
    }

    /**
     * Writes {@code cert.pem}, {@code chain.pem} and {@code fullchain.pem} (mode 0644), in this order. Use this method
     * if the key and the CSR are stored elsewhere. Each file is replaced atomically and is on the disk when this method
     * returns. A missing folder is created with mode 0700.
     *
     * @throws UncheckedIOException a file cannot be written
     */
    public void writeTo(Path folder) {
        try {
            DurableFile.createDirectories(folder);
            DurableFile.writePublic(folder.resolve("cert.pem"), leafPem());
            DurableFile.writePublic(folder.resolve("chain.pem"), chainPem());
            DurableFile.writePublic(folder.resolve("fullchain.pem"), fullChainPem());
        } catch (IOException e) {
            throw notWritten(folder, e);
        }
    }

    private UncheckedIOException notWritten(Path folder, IOException failure) {
        return new UncheckedIOException(
                "cannot write " + this + " to " + folder + ": " + DurableFile.reason(failure), failure);
    }

    @Override
    public String toString() {
        return "certificate " + serial() + (names.isEmpty() ? " without names" : " for " + oneLine(names.get(0)));
    }

    private IllegalStateException refused(String reason) {
        return new IllegalStateException(this + " " + oneLine(reason));
    }

    /** Converts a text from the reseller to one line, for a message. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static List<String> namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(entry -> Integer.valueOf(2).equals(entry.get(0))) // dNSName
                            .map(entry -> DomainName.lowerCase((String) entry.get(1)))
                            .distinct()
                            .toList();
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("the certificate's names cannot be read. Fetch it again", e);
        }
    }

    private static String keySha256Of(X509Certificate certificate) {
        try {
            return Sha256.of(Certificate.getInstance(certificate.getEncoded())
                    .getSubjectPublicKeyInfo()
                    .getEncoded());
        } catch (CertificateEncodingException | IOException | RuntimeException e) {
            throw new IllegalArgumentException("the certificate's public key cannot be read. Fetch it again", e);
        }
    }

    private static String pem(List<X509Certificate> certificates) {
        return certificates.stream()
                .flatMap(certificate -> {
                    try {
                        return Stream.of(Pem.of("CERTIFICATE", certificate.getEncoded()));
                    } catch (CertificateEncodingException e) {
                        throw new IllegalStateException("a certificate cannot be encoded as PEM", e);
                    }
                })
                .collect(Collectors.joining());
    }
}
