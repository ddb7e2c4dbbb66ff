package dev.certbridge.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a table of results with the date and machine. {@code docs/scale.md} contains such tables. */
final class ScaleResults {

    private ScaleResults() {}

    /** Writes the table to a file. {@code how} is the command with which it was measured. */
    static void write(Path file, String how, String head, Stream<String> rows) throws IOException {
        String where = String.format(
                "Measured on %s: %d processors, %s, Java %s, `%s`.%n%n",
                LocalDate.now(Clock.systemUTC()),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                Runtime.version().feature(),
                how);
        Files.writeString(file, where + head + rows.collect(Collectors.joining()));
    }
}
