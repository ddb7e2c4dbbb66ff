package dev.certbridge.benchmarks;

import java.util.List;

/**
 * The options of the command line.
 *
 * @param quick true to measure only the gated goals
 * @param rounds the number of rounds, each with all clients
 * @param warmUp the seconds of warm-up in each fork, which are not measured
 * @param measured the measured seconds of each fork
 * @param record true to write {@code benchmarks/results.md}, from which pages are copied
 */
record Options(boolean quick, int rounds, int warmUp, int measured, boolean record) {

    static final String USAGE =
            "usage: benchmarks/run [--quick | --smoke | --record | scale [--record] | fleet [--record]]";

    /**
     * Parses the arguments. Throws {@link IllegalArgumentException} with a message of one line if they are not valid.
     */
    static Options of(List<String> arguments) {
        return switch (String.join(" ", arguments)) {
            case "" -> new Options(false, 5, 3, 1, false);
            case "--record" -> new Options(false, 5, 3, 1, true);
            case "--quick" -> new Options(true, 0, 0, 0, false);
            case "--smoke" -> new Options(false, 1, 1, 1, false);
            default -> throw new IllegalArgumentException("unknown: " + String.join(" ", arguments) + "; " + USAGE);
        };
    }
}
