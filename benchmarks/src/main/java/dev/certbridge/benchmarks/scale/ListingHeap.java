package dev.certbridge.benchmarks.scale;

import dev.certbridge.benchmarks.gate.Goal;
import dev.certbridge.benchmarks.gate.GoalResults;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Goal G14: lists an account of 200,000 entries at both resellers in a JVM with 96 MiB of heap. One process lists the
 * entries over HTTP, another one reads them.
 */
public final class ListingHeap {

    private static final String HEAP = "96m";
    private static final int ENTRIES = 200_000;

    private ListingHeap() {}

    /**
     * Prints a table of the listings, and writes it to the file in the first argument. The exit code is 1 if a listing fails, for instance because the heap is too small.
     */
    public static void main(String[] arguments) throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        long fullest = 0;
        System.out.print(ListingRow.HEAD);
        try (MeasuredJvm account = MeasuredJvm.start("1g", ListedAccount.class, Integer.toString(ENTRIES))) {
            String server = "http://127.0.0.1:" + account.line();
            for (String reseller : List.of(Realtime.NAME, Regfish.NAME)) {
                for (String listing : List.of("orders", "unclaimed", "certificates", "reconcile")) {
                    try (MeasuredJvm listed = MeasuredJvm.start(HEAP, ListingRun.class, server, reseller, listing)) {
                        ListingRow row = ListingRow.parse(listed.line());
                        fullest = Math.max(fullest, row.mebibytes());
                        System.out.print(row.row());
                        rows.add(row.row());
                    } catch (IOException e) {
                        missed.add(reseller + ": " + listing + " of " + ENTRIES + " failed with a heap of " + HEAP);
                    }
                }
            }
        }
        GoalResults goals = new GoalResults();
        goals.add(Goal.G14, missed.size(), "of " + (rows.size() + missed.size()) + "; most in use " + fullest + " MiB");
        Path file = Path.of(arguments[0]);
        ScaleResults.write(file, "java -Xmx" + HEAP, ListingRow.HEAD, rows.stream());
        ScaleResults.verdicts(goals, file);
        missed.forEach(System.err::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }
}
