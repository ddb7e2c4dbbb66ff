package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The memory that waiting orders take, measured between the rounds of a wait. */
final class RetainedMemory {

    private final List<Long> used = new ArrayList<>();
    private final long before;

    private RetainedMemory(long before) {
        this.before = before;
    }

    /** Begins to measure; the wait must not have begun. */
    static RetainedMemory during(BulkWait wait, BulkOrderServer server, String reseller) {
        // First a few, for what is loaded once and stays.
        try (BulkOrderServer few = new BulkOrderServer(3)) {
            new BulkWait().on(few, reseller, few.ids(reseller), Duration.ofSeconds(70));
        }
        RetainedMemory retained = new RetainedMemory(heap());
        wait.betweenRounds = () -> {
            // What the server remembers is no order's.
            server.singles();
            retained.used.add(heap());
        };
        return retained;
    }

    /** Asserts that each order takes less than a kibibyte. */
    void assertLittle(int orders) {
        // The least of some rounds: a thread may still hold its last answer. Some room to a kibibyte: heaps differ.
        assertThat(used).hasSizeGreaterThanOrEqualTo(4);
        assertThat((Collections.min(used) - before) / orders).isLessThan(870);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
