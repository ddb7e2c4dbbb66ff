package dev.certbridge.reseller.csr;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The type of a key that certbridge creates. */
public enum KeyType {
    /** RSA with 2048 bits. */
    RSA_2048("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    /** RSA with 3072 bits. */
    RSA_3072("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4), "SHA256withRSA"),
    /** ECDSA on the curve P-256. */
    EC_P256("EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
    /** ECDSA on the curve P-384. */
    EC_P384("EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA");

    final String algorithm;
    // Both values are immutable.
    final AlgorithmParameterSpec parameters;
    final String signatureAlgorithm;

    KeyType(String algorithm, AlgorithmParameterSpec parameters, String signatureAlgorithm) {
        this.algorithm = algorithm;
        this.parameters = parameters;
        this.signatureAlgorithm = signatureAlgorithm;
    }

    /**
     * Creates a key of this type and its CSR.
     *
     * @param names the names of the CSR, the common name first
     * @throws IllegalArgumentException a name is not a valid DNS name
     */
    public KeyAndCsr generate(List<String> names) {
        return BouncyCastle.use(() -> KeyPairs.create(this, names));
    }

    KeyAndCsr generate(String commonName, String... furtherNames) {
        return generate(
                Stream.concat(Stream.of(commonName), Stream.of(furtherNames)).toList());
    }

    /** Returns the type of a key; empty if certbridge does not create keys of this type. */
    public static Optional<KeyType> find(PublicKey key) {
        String name = key instanceof RSAPublicKey rsa
                ? "RSA_" + rsa.getModulus().bitLength()
                : key instanceof ECPublicKey ec
                        ? "EC_P" + ec.getParams().getOrder().bitLength()
                        : "";
        return List.of(values()).stream()
                .filter(type -> type.name().equals(name))
                .findFirst();
    }
}
