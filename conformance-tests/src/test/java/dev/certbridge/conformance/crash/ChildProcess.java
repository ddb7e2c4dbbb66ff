package dev.certbridge.conformance.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A JVM that runs {@link OrderingProcess}. Starting one takes longer than most tests, so they share one. */
final class ChildProcess implements AutoCloseable {

    private static final int KILLED = 128 + 9;

    private final Process process;
    private final BufferedWriter input;
    private final Map<String, CrashPoint> crashPoints = new ConcurrentHashMap<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.input = process.outputWriter(UTF_8);
    }

    /** Starts a JVM that waits for commands. */
    static ChildProcess start() {
        Path program = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder java = new ProcessBuilder(
                program.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                OrderingProcess.class.getName());
        try {
            ChildProcess child = new ChildProcess(java.redirectErrorStream(true).start());
            Thread listener = new Thread(child::listen, "child");
            listener.setDaemon(true);
            listener.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command. Its steps and its end are reported to the crash point. */
    void send(ChildCommand command, CrashPoint crashPoint) {
        String number = "#" + (crashPoints.size() + 1);
        crashPoints.put(number, crashPoint);
        write(number + " " + command.line());
    }

    /** Sends SIGKILL and waits for the end of the process. */
    void kill() throws InterruptedException {
        int code = process.destroyForcibly().waitFor();
        assertThat(code).as("ended by SIGKILL, not by itself").isEqualTo(KILLED);
    }

    /** Sends SIGSTOP and waits until no thread of the process runs. */
    void stop() throws Exception {
        signal("-STOP");
        while (!stopped()) {
            Thread.onSpinWait();
        }
    }

    /** Sends SIGCONT. */
    void resume() throws Exception {
        signal("-CONT");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) throws Exception {
        Process kill;
        try {
            kill = new ProcessBuilder("kill", name, Long.toString(process.pid())).start();
        } catch (IOException e) {
            throw new AssertionError("this test needs the command kill, of Linux or macOS", e);
        }
        assertThat(kill.waitFor()).as("kill " + name).isZero();
    }

    private boolean stopped() throws Exception {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            Process ps = new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
            return new String(ps.getInputStream().readAllBytes(), UTF_8).strip().startsWith("T");
        }
        try (Stream<Path> each = Files.list(threads)) {
            List<Path> all = each.toList();
            for (Path thread : all) {
                String state = Files.readString(thread.resolve("stat"));
                // The state follows the name, which is in brackets and may contain anything.
                if (!state.substring(state.lastIndexOf(')') + 1).strip().startsWith("T")) {
                    return false;
                }
            }
            return true;
        }
    }

    private synchronized void write(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            // The process has ended, which listen reports.
        }
    }

    private void listen() {
        StringBuilder noise = new StringBuilder();
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] word = line.split(" ", 2);
                CrashPoint crashPoint = crashPoints.get(word[0]);
                if (crashPoint == null) {
                    noise.append(line).append('\n');
                } else if (word[1].startsWith(OrderingProcess.AT)) {
                    crashPoint.reached(word[1].substring(OrderingProcess.AT.length()), () -> write(word[0] + " go"));
                } else {
                    crashPoint.reached(word[1], () -> {});
                }
            }
        } catch (IOException e) {
            noise.append(e);
        }
        crashPoints
                .values()
                .forEach(crashPoint ->
                        crashPoint.reached(OrderingProcess.FAILED + "without a result: " + noise, () -> {}));
    }
}
