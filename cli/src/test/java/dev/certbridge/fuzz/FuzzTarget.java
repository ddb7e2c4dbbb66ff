package dev.certbridge.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** A part of certbridge that reads input from outside. */
abstract class FuzzTarget {

    private final List<Class<? extends Throwable>> documented;

    /** Creates a target whose documentation names these exceptions. */
    FuzzTarget(List<Class<? extends Throwable>> documented) {
        this.documented = documented;
    }

    /** Reads an input; throws a documented exception when it is not usable. */
    abstract void read(byte[] input) throws Exception;

    /** Releases what the target holds. */
    void close() {}

    /** Returns true if the documentation names this exception and its message has one line. */
    final boolean isDocumented(Throwable thrown) {
        boolean named = documented.stream()
                .anyMatch(type -> type == IllegalArgumentException.class || type == IllegalStateException.class
                        ? type == thrown.getClass() || type.isInstance(thrown) && isOurs(thrown)
                        : type.isInstance(thrown));
        return named
                && thrown.getMessage() != null
                && thrown.getMessage().lines().count() <= 1;
    }

    static String text(byte[] input) {
        return new String(input, ISO_8859_1);
    }

    /** Returns false for a subclass of the JDK, such as NumberFormatException, which was thrown by mistake. */
    private static boolean isOurs(Throwable thrown) {
        return thrown.getClass().getName().startsWith("dev.certbridge.");
    }
}
