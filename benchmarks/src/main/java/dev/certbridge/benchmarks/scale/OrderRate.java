package dev.certbridge.benchmarks.scale;

import dev.certbridge.benchmarks.gate.GoalResults;
import dev.certbridge.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures orders a second at a server that answers immediately: with one thread and with 64, and with the order book
 * in memory, in SQLite and in PostgreSQL (goal G13). Each row has a JVM of its own, because the compiler optimises for
 * the books that a JVM has used. The goals are printed and do not fail the run, because they depend
 * on the machine. The numbers of commits and of requests do not, and fail the run.
 */
public final class OrderRate {

    private OrderRate() {}

    /** Prints a table of the rates, and writes it to the file in the first argument. */
    public static void main(String[] arguments) throws Exception {
        List<String> rows = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        GoalResults goals = new GoalResults();
        System.out.print(OrderRateRun.HEAD);
        try (ServerProcess server = ServerProcess.start()) {
            for (MeasuredBook.Type type : MeasuredBook.Type.values()) {
                for (int threads : List.of(1, 64)) {
                    OrderRateRun run = measured(server.uri(), type, threads);
                    System.out.print(run.row());
                    rows.add(run.row());
                    run.missed().ifPresent(missed::add);
                    run.addTo(goals);
                }
            }
        }
        Path file = Path.of(arguments[0]);
        ScaleResults.write(file, "java", OrderRateRun.HEAD, rows.stream());
        ScaleResults.verdicts(goals, file);
        missed.forEach(System.err::println);
        System.exit(missed.isEmpty() ? 0 : 1);
    }

    private static OrderRateRun measured(URI server, MeasuredBook.Type type, int threads) throws IOException {
        try (MeasuredJvm client = MeasuredJvm.start(
                "2g", OrderRateRun.class, server.toString(), type.name(), Integer.toString(threads))) {
            return OrderRateRun.parse(type, threads, client.line());
        }
    }
}
