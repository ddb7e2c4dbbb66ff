package dev.certbridge.reseller.csr;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The type of a key that certbridge creates. */
public enum KeyType {
    /** RSA with 2048 bits. */
    RSA_2048(KeyAndCsr::rsa2048),
    /** RSA with 3072 bits. */
    RSA_3072(KeyAndCsr::rsa3072),
    /** ECDSA on the curve P-256. */
    EC_P256(KeyAndCsr::ecP256),
    /** ECDSA on the curve P-384. */
    EC_P384(KeyAndCsr::ecP384);

    private final BiFunction<String, String[], KeyAndCsr> generator;

    KeyType(BiFunction<String, String[], KeyAndCsr> generator) {
        this.generator = generator;
    }

    /**
     * Creates a key of this type and its CSR.
     *
     * @param names the names of the CSR, the common name first
     * @throws IllegalArgumentException a name is not a valid DNS name
     */
    public KeyAndCsr generate(List<String> names) {
        return generator.apply(names.get(0), names.stream().skip(1).toArray(String[]::new));
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
