package dev.certbridge.benchmarks.gate;

import dev.certbridge.benchmarks.contender.Contender;
import dev.certbridge.benchmarks.contender.GeneratedClient;
import dev.certbridge.benchmarks.contender.JavaNetHttp;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The measurement of goal G7: the time from the start of a JVM to the end of its first read. The starts of both clients
 * alternate. The shortest time of each counts, because other load on the machine only makes a start slower.
 */
final class FirstCall {

    private static final int STARTS = 8;

    private FirstCall() {}

    static void measure(URI server, GoalResults findings) throws Exception {
        List<Double> raw = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            raw.add(milliseconds("raw", server));
            ours.add(milliseconds("ours", server));
        }
        double least = ours.stream().sorted().toList().get(0);
        double leastRaw = raw.stream().sorted().toList().get(0);
        findings.add(
                Goal.G7,
                least / leastRaw,
                String.format(Locale.ROOT, "%.0f ms to %.0f ms, least of %d", least, leastRaw, STARTS));
    }

    private static double milliseconds(String who, URI server) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = GoalJvm.start(FirstCall.class, who, server.toString());
        // The process writes its first byte after the call, so that the time until the JVM ends does not count.
        int first = process.getInputStream().read();
        long took = System.nanoTime() - start;
        if (first < 0 || process.waitFor() != 0) {
            throw new IOException("the first call of a fresh JVM failed; see above");
        }
        return took / 1e6;
    }

    /** Reads a certificate once and prints a line. */
    public static void main(String[] args) throws Exception {
        URI server = URI.create(args[1]);
        try (Contender client = args[0].equals("raw") ? new JavaNetHttp(server) : new GeneratedClient(server)) {
            client.poll();
            System.out.println("done");
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
