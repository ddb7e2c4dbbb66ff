package dev.certbridge.benchmarks.scale;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one wait cost.
 *
 * @param reseller whose orders
 * @param orders how many
 * @param first requests of the first round
 * @param quiet most requests of a round while no order is old
 * @param later most requests of a round once the hourly looks have begun
 * @param firstMillis how long the first round took
 * @param laterMillis the median of the other rounds
 * @param bytesPerOrder what is kept of an order between rounds besides the caller's id, the median of the rounds
 * @param fullestMebibytes the heap in use after a collection, where most is held
 * @param residentMebibytes the most memory the process ever had
 */
record WaitingRow(
        String reseller,
        long orders,
        long first,
        long quiet,
        long later,
        long firstMillis,
        long laterMillis,
        long bytesPerOrder,
        long fullestMebibytes,
        long residentMebibytes) {

    static final String HEAD = """
            | reseller | orders | requests: first round | next rounds | with hourly looks | ms: first round | next, median | bytes kept per order | MiB heap in use, most | MiB resident, most |
            |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|
            """;

    static WaitingRow parse(String line) {
        String[] words = line.split(" ");
        List<Long> numbers = Stream.of(words).skip(1).map(Long::valueOf).toList();
        return new WaitingRow(
                words[0],
                numbers.get(0),
                numbers.get(1),
                numbers.get(2),
                numbers.get(3),
                numbers.get(4),
                numbers.get(5),
                numbers.get(6),
                numbers.get(7),
                numbers.get(8));
    }

    private Stream<Object> values() {
        return Stream.of(
                reseller,
                orders,
                first,
                quiet,
                later,
                firstMillis,
                laterMillis,
                bytesPerOrder,
                fullestMebibytes,
                residentMebibytes);
    }

    /** As {@link #parse} reads it. */
    String line() {
        return values().map(Object::toString).collect(Collectors.joining(" "));
    }

    /** A row of the table below {@link #HEAD}. */
    String row() {
        return values().map(value -> value instanceof Long number ? String.format("%,d", number) : value.toString())
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
