package dev.certbridge.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Something of certbridge that reads what others wrote. */
abstract class FuzzTarget {

    private final List<Class<? extends Throwable>> documented;

    /**
     * A target.
     *
     * @param documented the exceptions that its documentation names
     */
    FuzzTarget(List<Class<? extends Throwable>> documented) {
        this.documented = documented;
    }

    /** Reads an input; throws a documented exception when it is not usable. */
    abstract void read(byte[] input) throws Exception;

    /** Releases what the target holds. */
    void close() {}

    /** True when the documentation names this exception. Its message must be one line, and no subclass is meant. */
    final boolean isDocumented(Throwable thrown) {
        boolean named = documented.stream()
                .anyMatch(type -> type == IllegalArgumentException.class || type == IllegalStateException.class
                        ? type == thrown.getClass()
                        : type.isInstance(thrown));
        return named
                && thrown.getMessage() != null
                && thrown.getMessage().lines().count() <= 1;
    }

    static String text(byte[] input) {
        return new String(input, ISO_8859_1);
    }
}
