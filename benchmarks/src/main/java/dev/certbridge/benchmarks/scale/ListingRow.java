package dev.certbridge.benchmarks.scale;

import java.util.Locale;

/**
 * The cost of one listing.
 *
 * @param reseller the name of the reseller
 * @param listing the operation that lists
 * @param entries the number of entries that the caller received
 * @param millis the duration in milliseconds
 * @param mebibytes the highest heap in use after a garbage collection, in MiB
 */
record ListingRow(String reseller, String listing, long entries, long millis, long mebibytes) {

    static final String HEAD = """
            | reseller | listing | entries received | ms | MiB heap in use, most |
            |---|---|---:|---:|---:|
            """;

    static ListingRow parse(String line) {
        String[] words = line.split(" ");
        return new ListingRow(
                words[0], words[1], Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
    }

    /** Returns the line that {@link #parse} reads. */
    String line() {
        return String.join(" ", reseller, listing, "" + entries, "" + millis, "" + mebibytes);
    }

    /** Returns a row of the table whose head is {@link #HEAD}. */
    String row() {
        return String.format(
                Locale.ROOT, "| %s | %s | %,d | %,d | %,d |%n", reseller, listing, entries, millis, mebibytes);
    }
}
