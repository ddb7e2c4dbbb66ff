package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A run of the command line in a process of its own: in another folder, with another locale, umask or encoding.
 *
 * @param folder the working folder of the process
 * @param environment variables that differ from ours
 * @param options of the JVM
 * @param shell what a shell does before it becomes the process, such as {@code umask 0}
 */
record ChildRun(Path folder, Map<String, String> environment, List<String> options, String shell) {

    private static final long SECONDS = 120;

    static ChildRun in(Path folder) {
        return new ChildRun(folder, Map.of(), List.of(), ":");
    }

    ChildRun with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new ChildRun(folder, more, options, shell);
    }

    ChildRun after(String command) {
        return new ChildRun(folder, environment, options, command);
    }

    ChildRun options(String... more) {
        return new ChildRun(folder, environment, List.of(more), shell);
    }

    /** Runs to the end; fails when that does not come. */
    CliRun run(List<String> arguments) throws IOException, InterruptedException {
        return run(
                "-cp",
                System.getProperty("java.class.path"),
                ServedStub.with(List.of(Main.class.getName()), arguments.toArray(String[]::new)));
    }

    /** Runs a command, split at blanks. */
    CliRun run(String line) throws IOException, InterruptedException {
        return run(List.of(line.split(" ")));
    }

    /** Runs a jar to its end. */
    CliRun runJar(Path jar, String... arguments) throws IOException, InterruptedException {
        return run("-jar", jar.toString(), arguments);
    }

    private CliRun run(String how, String program, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("child", ".out");
        Path err = Files.createTempFile("child", ".err");
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                shell + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(options);
        command.addAll(List.of(how, program));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
            int first = arguments[0].equals(Main.class.getName()) ? 1 : 0;
            DocumentSchemas.require(text(out), Arrays.copyOfRange(arguments, first, arguments.length));
            return new CliRun(process.exitValue(), text(out), text(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** By the bytes: under another encoding they need not be UTF-8, and then they show as U+FFFD. */
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), UTF_8);
    }
}
