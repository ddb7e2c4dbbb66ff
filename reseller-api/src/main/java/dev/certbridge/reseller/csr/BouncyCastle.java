package dev.certbridge.reseller.csr;

import java.net.URL;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reports missing or incompatible Bouncy Castle libraries before anything is ordered. */
final class BouncyCastle {

    /** The required libraries, and a class of each library. */
    private static final List<List<String>> LIBRARIES = List.of(
            List.of("bcpkix-jdk18on", "org.bouncycastle.operator.OperatorException"),
            List.of("bcprov-jdk18on", "org.bouncycastle.asn1.ASN1Primitive"),
            List.of("bcutil-jdk18on", "org.bouncycastle.asn1.cmp.PKIBody"));

    private BouncyCastle() {}

    /**
     * Runs a function that makes or reads a key or a CSR.
     *
     * @throws IllegalStateException the Bouncy Castle libraries cannot be used
     */
    static <T> T use(Supplier<T> work) {
        try {
            return work.get();
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "certbridge cannot use the Bouncy Castle libraries on the class path: "
                            + LIBRARIES.stream()
                                    .map(library -> library.get(0) + " (" + location(library.get(1)) + ")")
                                    .collect(Collectors.joining(", "))
                            + ". Use the same version of all three libraries, 1.71 or newer (" + e + ")",
                    e);
        }
    }

    private static String location(String className) {
        URL found = BouncyCastle.class.getClassLoader().getResource(className.replace('.', '/') + ".class");
        return found == null ? "missing" : found.toString().replaceFirst("!/org/.*", "");
    }
}
