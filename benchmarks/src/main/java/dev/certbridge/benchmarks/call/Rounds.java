package dev.certbridge.benchmarks.call;

import dev.certbridge.benchmarks.contender.ComparedClient;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in rounds. A round runs every client once, each in a new JVM. Temporary load on the machine thus
 * affects all clients and not only one.
 */
public final class Rounds {

    private final Settings settings;
    private final URI server;
    private final Path work;
    private final Consumer<String> progress;
    private int rerun;

    /**
     * The settings of the rounds.
     *
     * @param rounds the number of rounds
     * @param warmUp the seconds of warm-up in each fork, which are not measured
     * @param measured the measured seconds of each fork
     * @param operations the operations to measure
     */
    public record Settings(int rounds, int warmUp, int measured, List<ComparedOperation> operations) {}

    /**
     * Creates the runner.
     *
     * @param settings the settings of the rounds
     * @param server the address of the server
     * @param work the folder for clients that need a disk
     * @param progress receives a line after each round
     */
    public Rounds(Settings settings, URI server, Path work, Consumer<String> progress) {
        this.settings = settings;
        this.server = server;
        this.work = work;
        this.progress = progress;
    }

    /** Measures the latency and allocation of all clients on one thread. */
    public List<Cell> latency() throws RunnerException {
        List<Cell> cells = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (ComparedOperation operation : settings.operations()) {
                for (ComparedClient peer : ComparedClient.values()) {
                    if (peer.does(operation)) {
                        cells.add(cell(peer, operation, round));
                    }
                }
            }
            progress.accept("latency, round " + round + " of " + settings.rounds());
        }
        return cells;
    }

    /**
     * Measures the throughput of the clients with {@link ComparedClient#concurrent()}, on one thread and on eight
     * threads, in half as many rounds.
     */
    public List<Rate> throughput() throws RunnerException {
        List<Rate> rates = new ArrayList<>();
        int rounds = Math.max(1, settings.rounds() / 2);
        for (int round = 1; round <= rounds; round++) {
            for (int threads : new int[] {1, 8}) {
                for (ComparedClient peer : ComparedClient.values()) {
                    if (peer.concurrent()) {
                        rates.add(rate(peer, threads, round));
                    }
                }
            }
            progress.accept("throughput, round " + round + " of " + rounds);
        }
        return rates;
    }

    /** Measures the time of an order without a network, and of its Jackson part alone. */
    public List<InProcessTime> inProcess() throws RunnerException {
        List<InProcessTime> times = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            times.add(new InProcessTime(nanoseconds("order"), nanoseconds("jackson")));
        }
        progress.accept("in process");
        return times;
    }

    /** Returns the number of forks that failed and were repeated. */
    public int rerun() {
        return rerun;
    }

    private Cell cell(ComparedClient peer, ComparedOperation operation, int round) throws RunnerException {
        RunResult run = run(options("CallBenchmark.call")
                .mode(Mode.SampleTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .param("peer", peer.name())
                .param("operation", operation.name())
                .addProfiler(GCProfiler.class));
        Result<?> time = run.getPrimaryResult();
        return new Cell(
                peer,
                operation,
                round,
                time.getStatistics().getPercentile(50),
                time.getStatistics().getPercentile(99),
                time.getScore(),
                secondary(run, "gc.alloc.rate.norm"));
    }

    private Rate rate(ComparedClient peer, int threads, int round) throws RunnerException {
        RunResult run = run(options("ThroughputBenchmark.poll")
                .mode(Mode.Throughput)
                .timeUnit(TimeUnit.SECONDS)
                .threads(threads)
                .param("peer", peer.name()));
        return new Rate(peer, threads, round, run.getPrimaryResult().getScore(), secondary(run, "failures"));
    }

    private double nanoseconds(String method) throws RunnerException {
        return run(options("InProcessBenchmark." + method)
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS))
                .getPrimaryResult()
                .getScore();
    }

    private ChainedOptionsBuilder options(String method) {
        return new OptionsBuilder()
                .include("\\." + method.replace(".", "\\.") + "$")
                .forks(1)
                .warmupIterations(settings.warmUp())
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(settings.measured())
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-Xmx1g", "-D" + CallBenchmark.SERVER + "=" + server, "-Dcertbridge.work=" + work)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    /**
     * Runs a benchmark, and repeats it once if it failed. java.net.http fails now and then, and this must not end a run
     * of twenty minutes.
     */
    private RunResult run(ChainedOptionsBuilder options) throws RunnerException {
        try {
            return only(new Runner(options.build()).run());
        } catch (RunnerException e) {
            rerun++;
            progress.accept("a fork failed and is run again: " + e.getMessage());
            return only(new Runner(options.build()).run());
        }
    }

    private static RunResult only(Collection<RunResult> runs) {
        if (runs.size() != 1) {
            throw new IllegalStateException("expected one benchmark, JMH ran " + runs.size());
        }
        return runs.iterator().next();
    }

    /** Returns the secondary result whose name ends in this text. JMH puts a dot before some names. */
    private static double secondary(RunResult run, String name) {
        for (String key : run.getSecondaryResults().keySet()) {
            if (key.endsWith(name)) {
                return run.getSecondaryResults().get(key).getScore();
            }
        }
        throw new IllegalStateException("JMH reported no " + name);
    }
}
