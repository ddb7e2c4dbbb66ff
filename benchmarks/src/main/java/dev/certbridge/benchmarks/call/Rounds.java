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
 * Runs the benchmarks in rounds: every contender once, in a fresh JVM, then all of them again. A neighbour that comes
 * and goes then disturbs all, and not the one whose turn it was.
 */
public final class Rounds {

    private final Settings settings;
    private final URI server;
    private final Path work;
    private final Consumer<String> progress;
    private int rerun;

    /**
     * How long.
     *
     * @param rounds of all contenders
     * @param warmUp seconds of each fork that do not count
     * @param measured seconds of each fork that do
     * @param operations what is called
     */
    public record Settings(int rounds, int warmUp, int measured, List<ComparedOperation> operations) {}

    /** Against this server; contenders that need a disk use the folder. */
    public Rounds(Settings settings, URI server, Path work, Consumer<String> progress) {
        this.settings = settings;
        this.server = server;
        this.work = work;
        this.progress = progress;
    }

    /** Latency and allocation on one thread, of all. */
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

    /** Throughput on one thread and on eight, of some, in half as many rounds. */
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

    /** An order without a network, beside Jackson alone. */
    public List<InProcessTime> inProcess() throws RunnerException {
        List<InProcessTime> times = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            times.add(new InProcessTime(nanoseconds("order"), nanoseconds("jackson")));
        }
        progress.accept("in process");
        return times;
    }

    /** How many forks failed and were run once more. */
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

    /** Once more when it failed: java.net.http does, now and then, and twenty minutes are not lost for that. */
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

    /** By the end of its name: JMH puts a dot before some. */
    private static double secondary(RunResult run, String name) {
        for (String key : run.getSecondaryResults().keySet()) {
            if (key.endsWith(name)) {
                return run.getSecondaryResults().get(key).getScore();
            }
        }
        throw new IllegalStateException("JMH told no " + name);
    }
}
