package dev.certbridge.benchmarks.scale;

import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the cost of {@code awaitAll} for 100 to 100,000 orders at both resellers: requests and time per round, and
 * memory. One process lists the orders over HTTP, and another waits for them. The pauses are simulated. The times cover
 * the work between the pauses, with a server that answers immediately.
 */
public final class AwaitAllCost {

    /** The heap of the waiting process. It is small, to show that a hundred thousand orders fit in it. */
    private static final String HEAP = "256m";

    private static final long MOST_BYTES_PER_ORDER = 1024;

    /**
     * The number of orders from which the memory per order is checked. With fewer orders, the memory that all orders
     * share would distort the result.
     */
    private static final long MANY = 1_000;

    private static final int PAGE = 100;
    private static final List<Integer> ORDERS = List.of(100, 1_000, 10_000, 100_000);

    private AwaitAllCost() {}

    /**
     * Prints a table of the costs, and writes it to the file in the first argument, if present. The exit code is 1 if
     * an order uses more than one KiB of memory, or if a round makes more requests than the listing has pages. With the
     * hourly polls of unchanged orders, a round may make twice as many.
     */
    public static void main(String[] arguments) throws IOException {
        List<WaitingRow> rows = new ArrayList<>();
        System.out.print(WaitingRow.HEAD);
        for (String reseller : List.of(Realtime.NAME, Regfish.NAME)) {
            for (int orders : ORDERS) {
                WaitingRow row = measured(reseller, orders);
                System.out.print(row.row());
                rows.add(row);
            }
        }
        if (arguments.length > 0) {
            ScaleResults.write(
                    Path.of(arguments[0]),
                    "java -Xmx" + HEAP,
                    WaitingRow.HEAD,
                    rows.stream().map(WaitingRow::row));
        }
        List<String> missed = rows.stream().flatMap(AwaitAllCost::missed).toList();
        missed.forEach(System.err::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    private static WaitingRow measured(String reseller, int orders) throws IOException {
        try (MeasuredJvm listed = MeasuredJvm.start("1g", ListedOrders.class, Integer.toString(orders))) {
            String server = "http://127.0.0.1:" + listed.line();
            try (MeasuredJvm waiting =
                    MeasuredJvm.start(HEAP, WaitingRun.class, server, reseller, Integer.toString(orders))) {
                return WaitingRow.parse(waiting.line());
            }
        }
    }

    private static Stream<String> missed(WaitingRow row) {
        long pages = row.reseller().equals(Regfish.NAME) ? 1 : (row.orders() + PAGE - 1) / PAGE;
        Stream.Builder<String> missed = Stream.builder();
        if (row.orders() >= MANY && row.bytesPerOrder() > MOST_BYTES_PER_ORDER) {
            missed.add(row + ": an order keeps more than " + MOST_BYTES_PER_ORDER + " bytes");
        }
        if (row.quiet() > pages || row.later() > 2 * pages) {
            missed.add(row + ": a round takes more requests than " + pages + " pages explain");
        }
        return missed.build();
    }
}
