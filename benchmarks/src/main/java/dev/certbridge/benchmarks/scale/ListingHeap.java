package dev.certbridge.benchmarks.scale;

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
     * Prints a table of the listings, and writes it to the file in the first argument, if present. The exit code is 1
     * if a listing fails, for instance because the heap is too small.
     */
    public static void main(String[] arguments) throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        System.out.print(ListingRow.HEAD);
        try (MeasuredJvm account = MeasuredJvm.start("1g", ListedAccount.class, Integer.toString(ENTRIES))) {
            String server = "http://127.0.0.1:" + account.line();
            for (String reseller : List.of(Realtime.NAME, Regfish.NAME)) {
                for (String listing : List.of("orders", "unclaimed", "certificates", "reconcile")) {
                    try (MeasuredJvm listed = MeasuredJvm.start(HEAP, ListingRun.class, server, reseller, listing)) {
                        String row = ListingRow.parse(listed.line()).row();
                        System.out.print(row);
                        rows.add(row);
                    } catch (IOException e) {
                        missed.add(reseller + ": " + listing + " of " + ENTRIES + " failed with a heap of " + HEAP);
                    }
                }
            }
        }
        if (arguments.length > 0) {
            ScaleResults.write(Path.of(arguments[0]), "java -Xmx" + HEAP, ListingRow.HEAD, rows.stream());
        }
        System.out.println(
                "G14, listings of 200,000 entries in 96 MiB of heap: " + (missed.isEmpty() ? "met" : "missed"));
        missed.forEach(System.err::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }
}
