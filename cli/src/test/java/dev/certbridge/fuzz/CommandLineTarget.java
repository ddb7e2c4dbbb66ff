package dev.certbridge.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.cli.CommandLineRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The command line, one argument a line, against the real services and without a key: it sends nothing. {@code @DIR@}
 * stands for a folder of the target's own.
 */
final class CommandLineTarget extends FuzzTarget {

    private static final String DIR = "@DIR@";

    private final Path folder;

    CommandLineTarget() {
        super(List.of());
        try {
            folder = Files.createTempDirectory("certbridge-fuzz");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void read(byte[] input) {
        List<String> arguments = new ArrayList<>(text(input).lines().toList());
        if (arguments.isEmpty() || !isConfined(arguments)) {
            return;
        }
        // Right after the command, where no option can take it for its value.
        arguments.add(1, "--live");
        CommandLineRun run = CommandLineRun.of(
                folder,
                arguments.stream()
                        .map(argument -> argument.replace(DIR, folder.toString()))
                        .toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isBetween(0, 2);
        assertThat(run.err().lines())
                .as(run.err())
                .hasSizeLessThanOrEqualTo(2)
                .noneMatch(line -> line.contains("\tat "));
        if (run.exit() != 0) {
            assertThat(run.err()).containsAnyOf("certbridge: ", "See: ").doesNotContain("java.", "Exception");
        }
    }

    /** Returns false if a changed argument could make the command write outside of the folder, or run for long. */
    private static boolean isConfined(List<String> arguments) {
        return !List.of("stub", "judge", "conformance").contains(arguments.get(0))
                && arguments.stream()
                        .noneMatch(argument -> argument.equals("--")
                                || argument.startsWith("@") && !argument.startsWith(DIR)
                                || Stream.of("--book", "--out", "--csr", "--report", "--export", "--spec-dir")
                                        .anyMatch(option -> argument.startsWith(option)
                                                && (!argument.startsWith(option + "=" + DIR + "/")
                                                        || argument.contains(".."))));
    }

    @Override
    void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
