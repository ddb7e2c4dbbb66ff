package dev.certbridge.benchmarks;

import java.util.List;

/**
 * What the command line asks for.
 *
 * @param quick the gates alone
 * @param rounds of all contenders
 * @param warmUp seconds of each fork that do not count
 * @param measured seconds of each fork that do
 * @param keep whether {@code benchmarks/results.md} is written
 */
record Options(boolean quick, int rounds, int warmUp, int measured, boolean keep) {

    static final String USAGE = "usage: benchmarks/run [--quick | --smoke | scale]";

    /** Throws {@link IllegalArgumentException} with one line that says what is wrong. */
    static Options of(List<String> arguments) {
        return switch (String.join(" ", arguments)) {
            case "" -> new Options(false, 5, 3, 1, true);
            case "--quick" -> new Options(true, 0, 0, 0, false);
            case "--smoke" -> new Options(false, 1, 1, 1, false);
            default -> throw new IllegalArgumentException("unknown: " + String.join(" ", arguments) + "; " + USAGE);
        };
    }
}
