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

/** A JVM that runs {@link OrderingProcess}, by its handle. Starting one takes longer than what a test does with it. */
final class ChildProcess implements AutoCloseable {

    private static final int KILLED = 128 + 9;

    private final Process process;
    private final BufferedWriter orders;
    private final Map<String, CrashPoint> stages = new ConcurrentHashMap<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.orders = process.outputWriter(UTF_8);
    }

    /** Starts one; it waits for its errands. */
    static ChildProcess start() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder command = new ProcessBuilder(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                OrderingProcess.class.getName());
        try {
            ChildProcess child =
                    new ChildProcess(command.redirectErrorStream(true).start());
            Thread listener = new Thread(child::listen, "child");
            listener.setDaemon(true);
            listener.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it on one more errand; every step it takes there is told on the stage, and so is its end. */
    void send(ChildCommand errand, CrashPoint stage) {
        String number = "#" + (stages.size() + 1);
        stages.put(number, stage);
        order(number + " " + errand.line());
    }

    /** With SIGKILL; returns when it is dead. */
    void kill() throws InterruptedException {
        int code = process.destroyForcibly().waitFor();
        assertThat(code).as("ended by SIGKILL, not by itself").isEqualTo(KILLED);
    }

    /** With SIGSTOP; returns when none of its threads runs any more. */
    void stop() throws Exception {
        signal("-STOP");
        while (!stopped()) {
            Thread.onSpinWait();
        }
    }

    /** With SIGCONT. */
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
                // After the name, which stands in brackets and may hold anything.
                if (!state.substring(state.lastIndexOf(')') + 1).strip().startsWith("T")) {
                    return false;
                }
            }
            return true;
        }
    }

    private synchronized void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            // It is dead, and whoever waits for it is told by listen.
        }
    }

    private void listen() {
        StringBuilder noise = new StringBuilder();
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                String[] word = line.split(" ", 2);
                CrashPoint stage = stages.get(word[0]);
                if (stage == null) {
                    noise.append(line).append('\n');
                } else if (word[1].startsWith(OrderingProcess.AT)) {
                    stage.reached(word[1].substring(OrderingProcess.AT.length()), () -> order(word[0] + " go"));
                } else {
                    stage.reached(word[1], () -> {});
                }
            }
        } catch (IOException e) {
            noise.append(e);
        }
        stages.values().forEach(stage -> stage.reached(OrderingProcess.FAILED + "without a word: " + noise, () -> {}));
    }
}
