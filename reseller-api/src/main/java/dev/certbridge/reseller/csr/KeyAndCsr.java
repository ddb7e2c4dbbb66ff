package dev.certbridge.reseller.csr;

import dev.certbridge.reseller.system.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.List;

/**
 * A private key and the CSR that was signed with this key. Immutable. The result of {@link #toString} does not contain
 * the key.
 */
public final class KeyAndCsr {

    private final PrivateKey privateKey;
    private final Csr csr;

    /**
     * Creates a pair for a key that just signed the CSR. Unlike this constructor, {@link #of} checks that key and CSR
     * belong together.
     */
    KeyAndCsr(PrivateKey privateKey, Csr csr) {
        if (!"PKCS#8".equals(privateKey.getFormat())) {
            throw new IllegalArgumentException("the private key cannot be exported, so it cannot be stored on disk");
        }
        this.privateKey = privateKey;
        this.csr = csr;
    }

    /**
     * Creates a new EC key on P-256 and its CSR, which is signed with SHA-256. Every name becomes a subject alternative
     * name. The first name is also the common name if it has at most 64 characters, the maximum of X.520.
     *
     * @throws IllegalArgumentException a name is not valid, see {@link DomainName#requireValid}
     */
    public static KeyAndCsr ecP256(String commonName, String... furtherNames) {
        return KeyType.EC_P256.generate(commonName, furtherNames);
    }

    /**
     * Creates a new EC key on P-384 and its CSR, which is signed with SHA-384. The names have the same meaning as in
     * {@link #ecP256}.
     *
     * @throws IllegalArgumentException a name is not valid, see {@link DomainName#requireValid}
     */
    public static KeyAndCsr ecP384(String commonName, String... furtherNames) {
        return KeyType.EC_P384.generate(commonName, furtherNames);
    }

    /**
     * Creates a new RSA key of 2048 bits and its CSR, which is signed with SHA-256. The names have the same meaning as
     * in {@link #ecP256}.
     *
     * @throws IllegalArgumentException a name is not valid, see {@link DomainName#requireValid}
     */
    public static KeyAndCsr rsa2048(String commonName, String... furtherNames) {
        return KeyType.RSA_2048.generate(commonName, furtherNames);
    }

    /**
     * Creates a new RSA key of 3072 bits and its CSR, which is signed with SHA-256. The names have the same meaning as
     * in {@link #ecP256}.
     *
     * @throws IllegalArgumentException a name is not valid, see {@link DomainName#requireValid}
     */
    public static KeyAndCsr rsa3072(String commonName, String... furtherNames) {
        return KeyType.RSA_3072.generate(commonName, furtherNames);
    }

    /**
     * Returns the pair of an existing private key and an existing CSR.
     *
     * @throws IllegalArgumentException the key does not belong to the CSR, or cannot be exported
     */
    public static KeyAndCsr of(PrivateKey privateKey, Csr csr) {
        KeyAndCsr given = new KeyAndCsr(privateKey, csr);
        if (!KeyPolicy.pair(privateKey, csr.publicKey())) {
            throw new IllegalArgumentException(
                    "the private key does not belong to the " + csr + ". Give the key with which the CSR was made");
        }
        return given;
    }

    /**
     * Returns the private key of an existing certificate, and a new CSR for the names of the certificate.
     *
     * @param pem the private key as PEM in PKCS#8, PKCS#1 or SEC 1. PEM blocks of other types are ignored
     * @throws IllegalArgumentException the text does not contain exactly one private key
     * @throws IllegalArgumentException the private key is encrypted, is neither RSA nor EC, or does not belong to the
     *     certificate
     * @throws IllegalArgumentException the certificate has no names, or has a name that cannot be ordered
     */
    public static KeyAndCsr of(byte[] pem, IssuedCertificate certificate) {
        return BouncyCastle.use(() -> {
            List<Pem.Block> keys = Pem.blocks(Pem.text(pem)).stream()
                    .filter(Pem.Block::isPrivateKey)
                    .toList();
            if (keys.size() != 1) {
                throw new IllegalArgumentException("expected one private key (PEM), but found " + keys.size());
            }
            if (certificate.names().isEmpty()) {
                throw new IllegalArgumentException("the " + certificate + " cannot be ordered again");
            }
            PrivateKey key = KeyPolicy.privateKey(keys.get(0));
            PublicKey publicKey = certificate.leaf().getPublicKey();
            if (!KeyPolicy.pair(key, publicKey)) {
                throw new IllegalArgumentException("the private key does not belong to the " + certificate);
            }
            return new KeyAndCsr(key, KeyPairs.request(new KeyPair(publicKey, key), certificate.names()));
        });
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
     * Returns the private key as unencrypted PKCS#8 PEM. The text is secret: write it only to a file that only its
     * owner can read.
     */
    public String privateKeyPem() {
        return Pem.of("PRIVATE KEY", privateKey.getEncoded());
    }

    /**
     * Writes {@code privkey.pem} (mode 0600) and then {@code request.pem} (mode 0644). Each file is replaced atomically
     * and is on the disk when this method returns. A missing folder is created with mode 0700.
     *
     * @throws UncheckedIOException a file cannot be written
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
