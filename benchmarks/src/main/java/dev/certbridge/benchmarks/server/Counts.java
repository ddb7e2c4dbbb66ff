package dev.certbridge.benchmarks.server;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The numbers of connections and requests since the last reset of the server.
 *
 * @param connections the accepted connections
 * @param orders the POST requests of an order
 * @param polls the reads of one certificate
 * @param lists the reads of the list
 * @param others all other requests
 */
public record Counts(long connections, long orders, long polls, long lists, long others) {

    /** Returns the number of all requests. */
    public long requests() {
        return orders + polls + lists + others;
    }

    /** Returns the numbers on one line, separated by blanks. */
    String line() {
        return Stream.of(connections, orders, polls, lists, others)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    /** Parses the text that {@link #line} returns. */
    static Counts parse(String line) {
        long[] values =
                Arrays.stream(line.trim().split(" ")).mapToLong(Long::parseLong).toArray();
        return new Counts(values[0], values[1], values[2], values[3], values[4]);
    }
}
