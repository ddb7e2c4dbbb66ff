package dev.certbridge.reseller.csr;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A checked PKCS#10 certificate signing request: self-signature valid, key of a size and curve that public certificate
 * authorities sign, every name a domain name. Immutable.
 */
public final class Csr {

    private final byte[] der;
    private final PublicKey publicKey;
    private final String keySha256;
    private final Optional<String> commonName;
    private final List<String> names;
    private final List<String> problems;

    private Csr(CsrReader read) {
        this.der = read.der();
        this.publicKey = read.publicKey();
        this.keySha256 = Sha256.of(read.subjectPublicKeyInfo());
        this.commonName = read.commonName();
        Set<String> all = new LinkedHashSet<>(commonName.stream().toList());
        all.addAll(read.alternativeNames());
        this.names = List.copyOf(all);
        this.problems = read.problems();
    }

    /**
     * Reads one PKCS#10 request in PEM. Text around the block is ignored.
     *
     * @throws IllegalArgumentException when the text is not exactly one CSR, its self-signature is broken, its key is
     *     not RSA of 2048 bits or more nor on P-256, P-384 or P-521, it has several common names, or a name is no
     *     domain name; the message is one line that says which
     */
    public static Csr parse(String pem) {
        List<Pem.Block> blocks = Pem.blocks(pem);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(
                    "no CSR found; give the PEM text that starts with -----BEGIN CERTIFICATE REQUEST-----");
        }
        if (blocks.size() > 1) {
            throw new IllegalArgumentException("expected one CSR, found " + blocks.size() + " PEM blocks " + blocks
                    + "; give the CERTIFICATE REQUEST alone");
        }
        String kind = blocks.get(0).kind();
        if (blocks.get(0).isPrivateKey()) {
            throw new IllegalArgumentException("expected a CSR, found a PEM block " + kind
                    + ", which is secret: keep it where it is and give the CERTIFICATE REQUEST that was made with it");
        }
        // "NEW" is what older Microsoft and Java tools write for the same thing.
        if (!kind.equals("CERTIFICATE REQUEST") && !kind.equals("NEW CERTIFICATE REQUEST")) {
            throw new IllegalArgumentException(
                    "expected a CSR, found a PEM block " + kind + "; give the CERTIFICATE REQUEST");
        }
        return new Csr(CsrReader.read(blocks.get(0).der()));
    }

    /**
     * Reads one PKCS#10 request in PEM, as text in ASCII, UTF-8 or UTF-16, or in DER.
     *
     * @throws IllegalArgumentException as {@link #parse(String)}
     */
    public static Csr parse(byte[] pemOrDer) {
        return Pem.isDer(pemOrDer) ? new Csr(CsrReader.read(pemOrDer)) : parse(Pem.text(pemOrDer));
    }

    /** Returns the request as normalized, newline-terminated PEM. */
    public String pem() {
        return Pem.of("CERTIFICATE REQUEST", der);
    }

    /** Returns the subject's common name in lower case, when there is one. */
    public Optional<String> commonName() {
        return commonName;
    }

    /**
     * Returns all names in lower case without duplicates: the common name first when present, then the SAN dNSNames.
     */
    public List<String> names() {
        return names;
    }

    /**
     * Returns the reasons why no public certificate authority signs this CSR: a name that is not a DNS name, a weak
     * signature or key, an authority's certificate. Each is the rest of a sentence about the CSR. Empty when there is
     * none. An order is refused while there is one; reading is not, because a book may hold it.
     */
    public List<String> problems() {
        return problems;
    }

    /** Returns the public key. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** Returns the SHA-256 of the DER of the SubjectPublicKeyInfo, as base64url without padding. */
    public String keySha256() {
        return keySha256;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Csr that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return names.isEmpty() ? "CSR without names" : "CSR for " + names.get(0);
    }
}
