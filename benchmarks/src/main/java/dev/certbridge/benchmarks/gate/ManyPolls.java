package dev.certbridge.benchmarks.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.benchmarks.contender.Contender;
import dev.certbridge.benchmarks.contender.GeneratedClient;
import dev.certbridge.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The measurement of goal G8: ten thousand polls of a slow server. It runs in a separate JVM, so that its memory can be
 * measured.
 */
final class ManyPolls {

    private static final int POLLS = 10_000;
    private static final int PERMITS = 256;
    private static final Duration DELAY = Duration.ofMillis(100);

    private ManyPolls() {}

    static void measure(ServerProcess server, GoalResults findings) throws Exception {
        server.reset(DELAY);
        Process process = GoalJvm.start(ManyPolls.class, server.uri().toString());
        String[] reported = new String(process.getInputStream().readAllBytes(), UTF_8)
                .strip()
                .split(" ");
        if (process.waitFor() != 0 || reported.length != 3) {
            throw new IOException("the many polls failed; see above");
        }
        long connections = server.counts().connections();
        server.reset(Duration.ZERO);
        double seconds = Double.parseDouble(reported[0]);
        double ideal = (double) POLLS * DELAY.toMillis() / 1000 / PERMITS;
        findings.add(
                Goal.G8_TIME,
                seconds / ideal,
                String.format(Locale.ROOT, "%.1f s, %d connections, %s failed", seconds, connections, reported[1]));
        findings.add(Goal.G8_MEMORY, Double.parseDouble(reported[2]) / 1024, "");
    }

    /** Polls without a warm-up. Prints the seconds, the number of failures and the peak of resident memory in KiB. */
    public static void main(String[] args) throws Exception {
        try (Contender client = new GeneratedClient(URI.create(args[0]))) {
            long start = System.nanoTime();
            long failures = ConcurrentCalls.failures(PERMITS, POLLS, n -> client::poll);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.println(seconds + " " + failures + " " + peakKib());
        }
    }

    private static long peakKib() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            throw new IOException("peak memory is read from /proc, which this system does not have");
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
