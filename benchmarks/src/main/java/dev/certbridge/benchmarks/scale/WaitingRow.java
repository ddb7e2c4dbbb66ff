package dev.certbridge.benchmarks.scale;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cost of one wait.
 *
 * @param reseller the name of the reseller
 * @param orders the number of orders
 * @param first the requests of the first round
 * @param quiet the largest number of requests in a round before the hourly polls of unchanged orders begin
 * @param later the largest number of requests in a round after the hourly polls have begun
 * @param firstMillis the duration of the first round, in milliseconds
 * @param laterMillis the median duration of the other rounds, in milliseconds
 * @param bytesPerOrder the bytes of memory per order between rounds, without the caller's id, the median over the
 *     rounds
 * @param fullestMebibytes the highest heap in use after a garbage collection, in MiB
 * @param residentMebibytes the peak of the resident memory of the process, in MiB
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
            | reseller | orders | requests: first round | next rounds | with hourly polls | ms: first round | next, median | bytes kept per order | MiB heap in use, most | MiB resident, most |
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

    /** Returns the line that {@link #parse} reads. */
    String line() {
        return values().map(Object::toString).collect(Collectors.joining(" "));
    }

    /** Returns a row of the table whose head is {@link #HEAD}. */
    String row() {
        return values().map(value -> value instanceof Long number ? String.format("%,d", number) : value.toString())
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
