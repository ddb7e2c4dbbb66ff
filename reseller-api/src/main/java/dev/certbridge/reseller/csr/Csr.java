package dev.certbridge.reseller.csr;

import java.security.PublicKey;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A certificate signing request (CSR, PKCS#10) that was checked. Immutable.
 *
 * <p>A valid CSR has a valid signature and at most one common name, and all its names are domain names. The key of a
 * valid CSR is an RSA key of at least 2048 bits, or an EC key on P-256, P-384 or P-521.
 */
public final class Csr {

    private final String pem;
    private final PublicKey publicKey;
    private final String keySha256;
    private final Optional<String> commonName;
    private final List<String> names;
    private final List<String> problems;

    private Csr(CsrReader read) {
        this.pem = Pem.of("CERTIFICATE REQUEST", read.der());
        this.publicKey = read.publicKey();
        this.keySha256 = Sha256.of(read.subjectPublicKeyInfo());
        this.commonName = read.commonName();
        Set<String> all = new LinkedHashSet<>(commonName.stream().toList());
        all.addAll(read.alternativeNames());
        this.names = List.copyOf(all);
        this.problems = read.problems();
    }

    /**
     * Parses one PKCS#10 request in PEM. Text around the PEM block is ignored.
     *
     * @throws IllegalArgumentException the text is not exactly one CSR, or the CSR is not valid; the message names the
     *     problem in one line
     * @throws IllegalStateException the Bouncy Castle libraries on the class path cannot be used
     */
    public static Csr parse(String pem) {
        List<Pem.Block> blocks = BouncyCastle.use(() -> Pem.blocks(pem));
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(
                    "no CSR found. Give the PEM text that starts with -----BEGIN CERTIFICATE REQUEST-----");
        }
        if (blocks.size() > 1) {
            throw new IllegalArgumentException("expected one CSR, but found " + blocks.size() + " PEM blocks " + blocks
                    + ". Give only the block CERTIFICATE REQUEST");
        }
        String kind = blocks.get(0).kind();
        if (blocks.get(0).isPrivateKey()) {
            throw new IllegalArgumentException("expected a CSR, but found a PEM block " + kind
                    + ". Keep this private key secret, and give the CERTIFICATE REQUEST that was made with it");
        }
        // Older Microsoft and Java tools write NEW CERTIFICATE REQUEST for the same content.
        if (!kind.equals("CERTIFICATE REQUEST") && !kind.equals("NEW CERTIFICATE REQUEST")) {
            throw new IllegalArgumentException(
                    "expected a CSR, but found a PEM block " + kind + ". Give the block CERTIFICATE REQUEST");
        }
        return new Csr(BouncyCastle.use(() -> CsrReader.read(blocks.get(0).der())));
    }

    /**
     * Parses one PKCS#10 request in DER, or in PEM as ASCII, UTF-8 or UTF-16 text.
     *
     * @throws IllegalArgumentException as {@link #parse(String)}
     */
    public static Csr parse(byte[] pemOrDer) {
        return Pem.isDer(pemOrDer)
                ? new Csr(BouncyCastle.use(() -> CsrReader.read(pemOrDer)))
                : parse(Pem.text(pemOrDer));
    }

    /** Returns the request as PEM with lines of 64 characters and a final newline. */
    public String pem() {
        return pem;
    }

    /** Returns the common name of the subject in lower case; empty if there is none. */
    public Optional<String> commonName() {
        return commonName;
    }

    /**
     * Returns all names in lower case without duplicates: first the common name, if present, then the DNS names of the
     * subject alternative name extension.
     */
    public List<String> names() {
        return names;
    }

    /**
     * Returns the reasons why no public certificate authority signs this CSR; empty if there are none. Examples of
     * reasons are a requested IP address, a weak signature, a weak key, and a request for a CA certificate. Each text
     * completes a sentence that begins with "the CSR".
     *
     * <p>If the list is not empty, an order with the CSR is refused. The method {@link #parse} accepts a CSR with
     * problems, because an order book may already contain the CSR.
     */
    public List<String> problems() {
        return problems;
    }

    /** Returns the public key. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** Returns the SHA-256 of the SubjectPublicKeyInfo in DER, as base64url without padding, 43 characters. */
    public String keySha256() {
        return keySha256;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Csr that && pem.equals(that.pem);
    }

    @Override
    public int hashCode() {
        return pem.hashCode();
    }

    @Override
    public String toString() {
        return names.isEmpty() ? "CSR without names" : "CSR for " + names.get(0);
    }
}
