package dev.certbridge.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.call.Cell;
import dev.certbridge.benchmarks.call.InProcessTime;
import dev.certbridge.benchmarks.call.Rate;
import dev.certbridge.benchmarks.call.Rounds;
import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import dev.certbridge.benchmarks.gate.Gates;
import dev.certbridge.benchmarks.gate.Goal;
import dev.certbridge.benchmarks.gate.GoalResults;
import dev.certbridge.benchmarks.gate.Measurements;
import dev.certbridge.benchmarks.report.BenchmarkResults;
import dev.certbridge.benchmarks.report.Chart;
import dev.certbridge.benchmarks.report.Summary;
import dev.certbridge.benchmarks.scale.AccountGrowth;
import dev.certbridge.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The main class of the benchmarks. It measures everything, or only the gated goals with {@code --quick}. Its exit code
 * is 1 if a gated goal is missed or a measurement failed.
 */
public final class Benchmarks {

    private static final long MOST_SECONDS_OF_QUICK = 180;

    private final Options options;
    private final Path root;
    private final Path out;
    private final long start = System.nanoTime();

    private Benchmarks(Options options, Path root) throws IOException {
        this.options = options;
        this.root = root;
        this.out = Files.createDirectories(root.resolve("target").resolve("benchmarks"));
    }

    /**
     * Runs the benchmarks. {@code benchmarks/run} calls it with the folder of the repository as the system property
     * {@code certbridge.root}.
     */
    public static void main(String[] args) throws Exception {
        Options options;
        try {
            options = Options.of(Arrays.asList(args));
        } catch (IllegalArgumentException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
            return;
        }
        Path root = Path.of(System.getProperty("certbridge.root", "."));
        // System.exit is needed, because some clients leave threads that are not daemons.
        System.exit(new Benchmarks(options, root).run());
    }

    private int run() throws Exception {
        GoalResults findings = new GoalResults();
        Map<String, Double> parts;
        try (ServerProcess server = ServerProcess.start()) {
            parts = Gates.run(server, findings, this::tell);
            new Measurements(findings, this::tell)
                    .measure("G10, orders in a small and in a large account", () -> AccountGrowth.gate(findings));
            if (!options.quick()) {
                Gates.report(server, findings, this::tell);
                new Measurements(findings, this::tell)
                        .measure("calls, in rounds", () -> write(measured(server, findings, parts)));
            }
        }
        String table = findings.markdown() + "\n" + took() + "\n";
        Files.writeString(out.resolve("goals.md"), table);
        System.out.println(table);
        parts.forEach((part, bytes) -> System.out.printf(Locale.ROOT, "%,12.0f B  %s%n", bytes, part));
        tell(findings.exitCode() == 0 ? "every gated goal is met" : "a gated goal is MISSED, or a measurement failed");
        return findings.exitCode();
    }

    private BenchmarkResults measured(ServerProcess server, GoalResults findings, Map<String, Double> parts)
            throws Exception {
        Rounds.Settings settings = new Rounds.Settings(
                options.rounds(), options.warmUp(), options.measured(), List.of(ComparedOperation.values()));
        Rounds rounds = new Rounds(settings, server.uri(), out.resolve("work"), this::tell);
        List<InProcessTime> inProcess = rounds.inProcess();
        findings.add(
                Goal.G3,
                Summary.median(inProcess.stream()
                        .mapToDouble(time -> time.order() / time.jackson())
                        .toArray()),
                "");
        List<Cell> cells = rounds.latency();
        Summary.of(cells, ComparedOperation.POLL).stream()
                .filter(row -> row.peer() == ComparedClient.GENERATED)
                .forEach(row -> findings.add(Goal.G4, row.p50Ratio(), ""));
        List<Rate> rates = rounds.throughput();
        String seconds = options.rounds() + " rounds, each contender in a fresh JVM, " + options.warmUp()
                + " s to warm up and " + options.measured() + " s measured; in all "
                + (System.nanoTime() - start) / 60_000_000_000L + " minutes.";
        return new BenchmarkResults(
                Machine.described(), seconds, rounds.rerun(), cells, rates, inProcess, parts, findings);
    }

    private void write(BenchmarkResults results) throws IOException {
        Files.writeString(out.resolve("results.md"), results.markdown());
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(out.resolve("results.json").toFile(), results.json());
        Files.writeString(out.resolve("read.svg"), Chart.svg(results.of(ComparedOperation.POLL)));
        tell("written to " + out);
        if (options.record()) {
            Path recorded = root.resolve("benchmarks").resolve("results.md");
            Files.writeString(recorded, results.markdown());
            tell("written to " + recorded);
        }
    }

    /** Returns a sentence with the duration of the run, and a warning if a quick run took too long. */
    private String took() {
        long seconds = seconds();
        return "In all " + seconds + " s."
                + (options.quick() && seconds > MOST_SECONDS_OF_QUICK
                        ? " WARNING: a quick run should take at most " + MOST_SECONDS_OF_QUICK + " s."
                        : "");
    }

    private long seconds() {
        return (System.nanoTime() - start) / 1_000_000_000L;
    }

    private void tell(String what) {
        System.out.println("[" + seconds() + " s] " + what);
    }
}
