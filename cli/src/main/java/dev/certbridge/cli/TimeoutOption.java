package dev.certbridge.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --deadline}: how long to wait. */
final class TimeoutOption {

    @Option(
            names = "--deadline",
            paramLabel = "SECONDS",
            description = "Longest wait per certificate, default: ${DEFAULT-VALUE}. The order stands after that.")
    private int deadline = 120;

    Duration limit() {
        if (deadline < 1) {
            throw new IllegalArgumentException("--deadline must be at least 1 second");
        }
        return Duration.ofSeconds(deadline);
    }
}
