package dev.certbridge.benchmarks.report;

import dev.certbridge.benchmarks.call.Cell;
import dev.certbridge.benchmarks.call.InProcessTime;
import dev.certbridge.benchmarks.call.Rate;
import dev.certbridge.benchmarks.contender.ComparedOperation;
import dev.certbridge.benchmarks.gate.GoalResult;
import dev.certbridge.benchmarks.gate.GoalResults;
import java.util.List;
import java.util.Map;

/**
 * The results of a full run.
 *
 * @param machine the date, JDK and processors of the machine, as a sentence
 * @param seconds the seconds of warm-up and measurement and the number of rounds, as a sentence
 * @param rerun the number of forks that failed and were repeated
 * @param parts the allocated bytes of each part of an order, by the name of the part
 */
public record BenchmarkResults(
        String machine,
        String seconds,
        int rerun,
        List<Cell> cells,
        List<Rate> rates,
        List<InProcessTime> inProcess,
        Map<String, Double> parts,
        GoalResults findings) {

    /** The name of the section that is copied to READMEs. */
    public static final String QUOTED = "benchmarks";

    /** Returns the summaries of one operation for all clients. */
    public List<Summary> of(ComparedOperation operation) {
        return Summary.of(cells, operation);
    }

    /** Returns the content of {@code benchmarks/results.md}. */
    public String markdown() {
        List<Summary> polls = of(ComparedOperation.POLL);
        List<Summary> orders = of(ComparedOperation.ORDER);
        return "# Results\n\nWritten by `benchmarks/run --record`; not to be edited. What the rows are stands in README.md.\n\n"
                + "<!-- " + QUOTED + " -->\n"
                + Tables.quoted(polls, orders) + "\n" + machine + "\n"
                + "<!-- /" + QUOTED + " -->\n\n"
                + seconds + " Forks that failed and were run again: " + rerun + ".\n\n## Goals\n\n"
                + findings.markdown()
                + "\n## A read\n\n" + Tables.calls(polls, ComparedOperation.POLL)
                + "\n## An order\n\n" + Tables.calls(orders, ComparedOperation.ORDER)
                + "\n## Throughput of reads\n\n" + Tables.rates(rates)
                + "\n## In process\n\n" + Tables.parts(parts);
    }

    /** Returns all results for a JSON file, including every round. */
    public Map<String, Object> json() {
        return Map.of(
                "machine",
                machine,
                "rerun",
                rerun,
                "goals",
                findings.all().stream().map(BenchmarkResults::json).toList(),
                "calls",
                cells,
                "throughput",
                rates,
                "inProcess",
                inProcess,
                "bytesOfParts",
                parts);
    }

    private static Map<String, Object> json(GoalResult finding) {
        return Map.of(
                "goal",
                finding.goal(),
                "measured",
                finding.measured(),
                finding.goal().atLeast() ? "least" : "most",
                finding.goal().limit(),
                "gated",
                finding.goal().gated(),
                "verdict",
                finding.verdict());
    }
}
