package dev.certbridge.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What one wait cost, round by round. */
final class WaitingRounds {

    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> requests = new ArrayList<>();
    private final List<Long> used = new ArrayList<>();
    private long fullest;

    /** What is in use once the garbage is gone, in bytes. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    void ended(long took, long sent) {
        nanos.add(took);
        requests.add(sent);
        used.add(heap());
    }

    /** Called where a round holds the most. */
    void fullest() {
        fullest = Math.max(fullest, heap());
    }

    /** {@code before} is the heap that was in use before the wait. */
    WaitingRow row(String reseller, int orders, long before) {
        int last = nanos.size() - 1;
        // Between them nothing is looked at anew: the first round saw all, and nothing is old yet.
        List<Long> quiet = requests.subList(1, 1 + last / 3);
        List<Long> later = requests.subList(1 + last / 3, last);
        return new WaitingRow(
                reseller,
                orders,
                requests.get(0),
                Collections.max(quiet),
                Collections.max(later),
                nanos.get(0) / 1_000_000,
                median(nanos.subList(1, nanos.size())) / 1_000_000,
                (median(used) - before) / orders,
                Math.max(fullest, Collections.max(used)) / (1 << 20),
                residentPeak());
    }

    private static long median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** In MiB, as Linux tells it; 0 elsewhere. */
    private static long residentPeak() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
