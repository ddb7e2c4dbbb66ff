package dev.certbridge.benchmarks.server;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What reached the server since it was last reset.
 *
 * @param connections accepted
 * @param orders POSTs of an order
 * @param polls reads of one certificate
 * @param lists reads of the list
 * @param others anything else
 */
public record Counts(long connections, long orders, long polls, long lists, long others) {

    /** Every request. */
    public long requests() {
        return orders + polls + lists + others;
    }

    /** As one line of numbers. */
    String line() {
        return Stream.of(connections, orders, polls, lists, others)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    /** Back from that line. */
    static Counts parse(String line) {
        long[] values =
                Arrays.stream(line.trim().split(" ")).mapToLong(Long::parseLong).toArray();
        return new Counts(values[0], values[1], values[2], values[3], values[4]);
    }
}
