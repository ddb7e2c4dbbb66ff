package dev.certbridge.reseller.csr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PrivateKey;

/** A private key and the CSR that was made with it. Immutable; prints without the key. */
public final class KeyAndCsr {

    private final PrivateKey privateKey;
    private final Csr csr;

    /**
     * Creates the pair of a key that just signed the CSR; {@link #of} checks any other key.
     *
     * @throws IllegalArgumentException when the key cannot be exported
     */
    KeyAndCsr(PrivateKey privateKey, Csr csr) {
        if (!"PKCS#8".equals(privateKey.getFormat())) {
            throw new IllegalArgumentException("the private key cannot be exported, so it cannot be kept on disk");
        }
        this.privateKey = privateKey;
        this.csr = csr;
    }

    /**
     * Makes a new EC key on P-256 and its CSR, signed with SHA-256. Every name becomes a SAN; the first is also the
     * subject's common name unless it is longer than the 64 characters that X.520 allows.
     *
     * @throws IllegalArgumentException a name is not valid, see {@link DomainName#requireValid}
     */
    public static KeyAndCsr ecP256(String commonName, String... furtherNames) {
        return KeyPairs.EC_P256.forNames(commonName, furtherNames);
    }

    /**
     * Makes a new RSA key of 2048 bits and its CSR, signed with SHA-256; names as in {@link #ecP256}.
     *
     * @throws IllegalArgumentException a name is not valid, see {@link DomainName#requireValid}
     */
    public static KeyAndCsr rsa2048(String commonName, String... furtherNames) {
        return KeyPairs.RSA_2048.forNames(commonName, furtherNames);
    }

    /**
     * Returns a key and a CSR that were made elsewhere.
     *
     * @throws IllegalArgumentException when the key does not belong to the CSR
     */
    public static KeyAndCsr of(PrivateKey privateKey, Csr csr) {
        KeyAndCsr given = new KeyAndCsr(privateKey, csr);
        if (!KeyPolicy.pair(privateKey, csr.publicKey())) {
            throw new IllegalArgumentException(
                    "the private key does not belong to the " + csr + "; give the key that the CSR was made with");
        }
        return given;
    }

    /** Returns the private key. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Returns the CSR. */
    public Csr csr() {
        return csr;
    }

    /**
     * Returns the private key as unencrypted PKCS#8 PEM. Secret: write it only to a file that only its owner can read.
     */
    public String privateKeyPem() {
        return Pem.of("PRIVATE KEY", privateKey.getEncoded());
    }

    /**
     * Writes {@code privkey.pem} (mode 0600) and then {@code request.pem} (mode 0644), each replaced whole and fsynced. A missing
     * folder is created with mode 0700.
     *
     * @throws UncheckedIOException when writing fails
     */
    public void writeTo(Path folder) {
        try {
            DurableFile.createDirectories(folder);
            DurableFile.writeSecret(folder.resolve("privkey.pem"), privateKeyPem());
            DurableFile.writePublic(folder.resolve("request.pem"), csr.pem());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the " + this + " to " + folder + ": " + DurableFile.reason(e), e);
        }
    }

    @Override
    public String toString() {
        return "key and " + csr;
    }
}
