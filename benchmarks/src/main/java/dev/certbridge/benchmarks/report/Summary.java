package dev.certbridge.benchmarks.report;

import dev.certbridge.benchmarks.call.Cell;
import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The results of one operation of one client over all rounds. A ratio is the median, over all rounds, of the ratio to
 * java.net.http + Jackson in the same round.
 *
 * @param p50 the median over all rounds of the median latency, in microseconds
 * @param p50Least the median latency of the best round, in microseconds
 * @param p50Most the median latency of the worst round, in microseconds
 * @param p99 the median over all rounds of the 99th percentile of the latency, in microseconds
 * @param p50Ratio the ratio of the median latencies
 * @param bytes the bytes that all threads allocate per call, the median over all rounds
 * @param bytesRatio the ratio of the allocated bytes
 */
public record Summary(
        ComparedClient peer,
        ComparedOperation operation,
        double p50,
        double p50Least,
        double p50Most,
        double p99,
        double p50Ratio,
        double bytes,
        double bytesRatio) {

    /** Returns the summary of every measured client, in the order of the tables. */
    public static List<Summary> of(List<Cell> cells, ComparedOperation operation) {
        return Arrays.stream(ComparedClient.values())
                .map(peer -> of(cells, peer, operation))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Summary of(List<Cell> cells, ComparedClient peer, ComparedOperation operation) {
        List<Cell> own = cells.stream()
                .filter(cell -> cell.peer() == peer && cell.operation() == operation)
                .toList();
        if (own.isEmpty()) {
            return null;
        }
        double[] p50 = own.stream().mapToDouble(Cell::p50).sorted().toArray();
        return new Summary(
                peer,
                operation,
                median(p50),
                p50[0],
                p50[p50.length - 1],
                median(own.stream().mapToDouble(Cell::p99).toArray()),
                ratio(cells, own, Cell::p50),
                median(own.stream().mapToDouble(Cell::bytes).toArray()),
                ratio(cells, own, Cell::bytes));
    }

    private static double ratio(List<Cell> cells, List<Cell> own, ToDoubleFunction<Cell> figure) {
        return median(own.stream()
                .mapToDouble(cell -> figure.applyAsDouble(cell) / figure.applyAsDouble(baseline(cells, cell)))
                .toArray());
    }

    private static Cell baseline(List<Cell> cells, Cell cell) {
        return cells.stream()
                .filter(other -> other.peer() == ComparedClient.JAVA_NET_HTTP
                        && other.operation() == cell.operation()
                        && other.round() == cell.round())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("round " + cell.round() + " has no baseline"));
    }

    /** Returns the median of these values: the middle one, or the mean of the two middle ones. */
    public static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
