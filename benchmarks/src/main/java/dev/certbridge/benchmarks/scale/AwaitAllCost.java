package dev.certbridge.benchmarks.scale;

import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code awaitAll} costs for a hundred to a hundred thousand orders: requests and time per round, and memory. The
 * orders are listed by one process and waited for in another, over HTTP, at both resellers; the pauses are simulated,
 * the times are of the work between them, with a server that answers at once.
 */
public final class AwaitAllCost {

    /** Small on purpose: a hundred thousand orders fit in it. */
    private static final String HEAP = "256m";

    private static final long MOST_BYTES_PER_ORDER = 1024;

    /** With fewer orders, what is kept once for all of them shows. */
    private static final long MANY = 1_000;

    private static final int PAGE = 100;
    private static final List<Integer> ORDERS = List.of(100, 1_000, 10_000, 100_000);

    private AwaitAllCost() {}

    /**
     * Prints the table, and writes it to the file that the first argument names, if there is one. Ends with 1 when an
     * order keeps more than a kibibyte, or a round takes more requests than the listing has pages; with the hourly looks,
     * than twice as many.
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
