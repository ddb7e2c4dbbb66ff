package dev.certbridge.benchmarks.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class that runs in a separate JVM, so that its memory and processor time can be measured alone. */
final class MeasuredJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;

    private MeasuredJvm(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    /** Starts a JVM with this maximum heap. Its standard error goes to that of this process. */
    static MeasuredJvm start(String heap, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(Arrays.asList(arguments));
        return new MeasuredJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Returns the next line that the process prints. Waits for the line. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the process ended early; what it said stands above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
