package dev.certbridge.judge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A client that is a program. The output of the program is written to one file for each scenario, without the API key.
 *
 * @param folder the folder for the output files, or empty to keep only the last lines of the output
 */
public record ProcessCommand(List<String> arguments, Duration timeLimit, Optional<Path> folder) implements Command {

    private static final int LAST_LINES = 5;
    private static final int MAX_OUTPUT_BYTES = 10_000_000;
    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    /** Creates a client. The first argument is the program. Throws IllegalArgumentException if there is no argument. */
    public ProcessCommand {
        arguments = List.copyOf(arguments);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("there is no command. Put it after --, for example -- ./order.sh {url}");
        }
    }

    @Override
    public CommandEnd run(CommandTarget target) throws IOException, InterruptedException {
        Path raw = Files.createTempFile("certbridge-judge", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            arguments.stream().map(target::fill).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(raw.toFile());
            builder.environment().putAll(target.environment());
            Process process = start(builder);
            process.getOutputStream().close();
            boolean byItself;
            try {
                byItself = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                end(process);
            }
            String description = byItself
                    ? "exit code " + process.exitValue()
                    : "stopped at the time limit of " + Evidence.seconds(timeLimit);
            return new CommandEnd(description, byItself, output(raw, target));
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot run " + builder.command().get(0) + ". Give a program that exists and can be executed", e);
        }
    }

    /** Ends the process and all its descendant processes. */
    private static void end(Process process) throws InterruptedException {
        if (process.isAlive()) {
            List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList();
            tree.forEach(ProcessHandle::destroyForcibly);
            process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Writes the output without the API key, and returns the last lines of the output. */
    private List<String> output(Path raw, CommandTarget target) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(raw)) {
            bytes = in.readNBytes(MAX_OUTPUT_BYTES);
        }
        // Every byte is a character of this character set, so the output of any program survives.
        String text = new ApiKeyPattern(target.key()).hiddenIn(new String(bytes, StandardCharsets.ISO_8859_1));
        if (folder.isPresent()) {
            Files.writeString(folder.get().resolve(target.outputFile()), text, StandardCharsets.ISO_8859_1);
        }
        List<String> lines = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }
}
