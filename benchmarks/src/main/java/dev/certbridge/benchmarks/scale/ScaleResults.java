package dev.certbridge.benchmarks.scale;

import dev.certbridge.benchmarks.gate.GoalResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a table of results with the date and machine. {@code docs/scale.md} contains such tables. */
final class ScaleResults {

    private ScaleResults() {}

    /** Writes the table to a file. {@code how} is the command with which it was measured. */
    static void write(Path file, String how, String head, Stream<String> rows) throws IOException {
        Files.writeString(file, where(how) + head + rows.collect(Collectors.joining()));
    }

    /**
     * Prints the verdicts, and adds them to {@code scale-goals.md} in the folder of a file. The first program of a run
     * creates the table.
     */
    static void verdicts(GoalResults results, Path file) throws IOException {
        System.out.print(results.rows());
        Path goals = file.resolveSibling("scale-goals.md");
        if (Files.notExists(goals)) {
            Files.writeString(goals, where("java") + GoalResults.HEAD);
        }
        Files.writeString(goals, results.rows(), StandardOpenOption.APPEND);
    }

    private static String where(String how) {
        return String.format(
                "Measured on %s: %d processors, %s, Java %s, `%s`.%n%n",
                LocalDate.now(Clock.systemUTC()),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                Runtime.version().feature(),
                how);
    }
}
