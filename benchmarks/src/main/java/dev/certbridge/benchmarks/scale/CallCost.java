package dev.certbridge.benchmarks.scale;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cost of one type of call over one link: time, memory, bytes and connections. */
final class CallCost {

    static final String HEAD = """
            | link | call | microseconds, median | KiB allocated | bytes sent | bytes received | connections per 100 calls |
            |---|---|---:|---:|---:|---:|---:|
            """;

    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Link link;
    private final String name;
    private final Runnable call;
    private final List<Long> nanos = new ArrayList<>();
    private long allocated;
    private long sent;
    private long received;
    private long connections;

    CallCost(Link link, String name, Runnable call) {
        this.link = link;
        this.name = name;
        this.call = call;
    }

    void run(int times) {
        Traffic.Count before = link.count();
        for (int i = 0; i < times; i++) {
            link.prepare();
            long bytes = MEMORY.getCurrentThreadAllocatedBytes();
            long start = System.nanoTime();
            call.run();
            nanos.add(System.nanoTime() - start);
            allocated += MEMORY.getCurrentThreadAllocatedBytes() - bytes;
        }
        Traffic.Count used = link.count().since(before);
        sent += used.received();
        received += used.sent();
        connections += used.connections();
    }

    /** Resets all measured values. Called after the warm-up. */
    void forget() {
        nanos.clear();
        allocated = 0;
        sent = 0;
        received = 0;
        connections = 0;
    }

    /**
     * Returns true if the number of new connections is as expected: none for reads, which use the connection of the
     * warm-up, and one for each order.
     */
    boolean asPromised() {
        return connections == (name.equals("order") ? nanos.size() : 0);
    }

    String row() {
        int calls = nanos.size();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,d | %.1f | %,d | %,d | %d |%n",
                link.name(),
                name,
                nanos.stream().sorted().toList().get(calls / 2) / 1000,
                allocated / 1024.0 / calls,
                sent / calls,
                received / calls,
                100 * connections / calls);
    }
}
