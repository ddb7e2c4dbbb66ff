package dev.certbridge.reseller.spi;

import java.security.CodeSource;

/** The version of certbridge in the manifest of a jar. */
public final class JarVersion {

    private static final Package OWN = JarVersion.class.getPackage();

    private JarVersion() {}

    /**
     * Checks that the jar of a class has the same version as this jar. The version of a class is unknown if its jar is
     * not a certbridge jar, is on the module path, or is part of another jar. A class whose version is unknown is
     * accepted.
     *
     * @throws IllegalStateException the versions differ; the message contains both versions and jars
     */
    public static void requireSame(Class<?> type) {
        Package other = type.getPackage();
        if (isCertbridge(OWN)
                && isCertbridge(other)
                && !OWN.getImplementationVersion().equals(other.getImplementationVersion())) {
            throw new IllegalStateException("the class path has jars of two versions of certbridge: "
                    + OWN.getImplementationVersion() + " (" + location(JarVersion.class) + ") and "
                    + other.getImplementationVersion() + " (" + location(type) + "). Use one version for all jars, for"
                    + " instance with dev.certbridge:certbridge-bom");
        }
    }

    /** Returns the location from which a class was loaded. */
    public static String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "location unknown"
                : source.getLocation().toString();
    }

    // The title tells a jar of certbridge from a jar into which certbridge was merged.
    private static boolean isCertbridge(Package checked) {
        return checked.getImplementationVersion() != null
                && checked.getImplementationTitle() != null
                && checked.getImplementationTitle().startsWith("certbridge ");
    }
}
