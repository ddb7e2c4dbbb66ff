package dev.certbridge.benchmarks.report;

import dev.certbridge.benchmarks.call.Rate;
import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Tables of the results in Markdown. */
final class Tables {

    /** The clients in the table for READMEs: first those of certbridge, then the best known of the others. */
    private static final List<ComparedClient> QUOTED = List.of(
            ComparedClient.GENERATED,
            ComparedClient.NEUTRAL_FIND,
            ComparedClient.NEUTRAL_ORDER,
            ComparedClient.APACHE_HTTP,
            ComparedClient.FEIGN_JAVA11,
            ComparedClient.FEIGN_HC5,
            ComparedClient.RETROFIT);

    private Tables() {}

    /** Returns the table for READMEs. It contains only ratios, with a column for each client. */
    static String quoted(List<Summary> polls, List<Summary> orders) {
        StringBuilder table = new StringBuilder("| to java.net.http + Jackson |");
        QUOTED.forEach(peer -> table.append(' ').append(peer.label()).append(" |"));
        table.append("\n|---|").append("---|".repeat(QUOTED.size())).append('\n');
        row(table, "read, bytes", polls, Summary::bytesRatio);
        row(table, "read, p50", polls, Summary::p50Ratio);
        row(table, "order, bytes", orders, Summary::bytesRatio);
        row(table, "order, p50", orders, Summary::p50Ratio);
        return table.toString();
    }

    private static void row(StringBuilder table, String of, List<Summary> rows, ToDoubleFunction<Summary> ratio) {
        table.append("| ").append(of).append(" |");
        for (ComparedClient peer : QUOTED) {
            table.append(' ')
                    .append(of(rows, peer)
                            .map(row -> times(ratio.applyAsDouble(row)))
                            .orElse("-"))
                    .append(" |");
        }
        table.append('\n');
    }

    static String calls(List<Summary> rows, ComparedOperation operation) {
        StringBuilder table = new StringBuilder(operation == ComparedOperation.POLL ? "| one read" : "| one order");
        table.append(
                " | p50 us | rounds | p99 us | p50 ratio | bytes | bytes ratio |\n|---|---|---|---|---|---|---|\n");
        for (Summary row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f to %.0f | %.0f | %.2fx | %,.0f | %.2fx |%n",
                    row.peer().label(),
                    row.p50(),
                    row.p50Least(),
                    row.p50Most(),
                    row.p99(),
                    row.p50Ratio(),
                    row.bytes(),
                    row.bytesRatio()));
        }
        return table.toString();
    }

    static String rates(List<Rate> rates) {
        StringBuilder table =
                new StringBuilder("| polls a second | 1 thread | 8 threads | failed, 8 threads |\n|---|---|---|---|\n");
        Arrays.stream(ComparedClient.values())
                .filter(ComparedClient::concurrent)
                .forEach(peer -> table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %.0f |%n",
                        peer.label(),
                        rate(rates, peer, 1),
                        rate(rates, peer, 8),
                        rates.stream()
                                .filter(rate -> rate.peer() == peer && rate.threads() == 8)
                                .mapToDouble(Rate::failures)
                                .sum())));
        return table.toString();
    }

    /** Returns the rate of the only round, or the lowest and the highest rate of several rounds. */
    private static String rate(List<Rate> rates, ComparedClient peer, int threads) {
        double[] values = rates.stream()
                .filter(rate -> rate.peer() == peer && rate.threads() == threads)
                .mapToDouble(Rate::callsPerSecond)
                .sorted()
                .toArray();
        return values.length == 1
                ? String.format(Locale.ROOT, "%,.0f", values[0])
                : String.format(Locale.ROOT, "%,.0f to %,.0f", values[0], values[values.length - 1]);
    }

    static String parts(Map<String, Double> bytes) {
        StringBuilder table = new StringBuilder("| part of an order, no network | bytes |\n|---|---|\n");
        bytes.forEach((part, value) -> table.append(String.format(Locale.ROOT, "| %s | %,.0f |%n", part, value)));
        return table.toString();
    }

    private static Optional<Summary> of(List<Summary> rows, ComparedClient peer) {
        return rows.stream().filter(row -> row.peer() == peer).findFirst();
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }
}
