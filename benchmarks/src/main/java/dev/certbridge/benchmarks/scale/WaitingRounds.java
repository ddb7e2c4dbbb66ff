package dev.certbridge.benchmarks.scale;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The cost of each round of a wait. */
final class WaitingRounds {

    private final List<Long> nanos = new ArrayList<>();
    private final List<Long> requests = new ArrayList<>();
    private final List<Long> used = new ArrayList<>();
    private long fullest;

    /** Returns the heap in use after a garbage collection, in bytes. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    void ended(long took, long sent) {
        nanos.add(took);
        requests.add(sent);
        used.add(heap());
    }

    /** Measures the heap. Called at the point where a round uses the most memory. */
    void fullest() {
        fullest = Math.max(fullest, heap());
    }

    /** Returns the row of this wait. {@code before} is the heap in use before the wait, in bytes. */
    WaitingRow row(String reseller, int orders, long before) {
        int last = nanos.size() - 1;
        // In these rounds no order is polled again: the first round read all of them, and none has been unchanged for
        // ten minutes yet.
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

    /** Returns the peak of resident memory in MiB on Linux, and 0 on other systems. */
    static long residentPeak() {
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
