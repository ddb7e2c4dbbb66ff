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
 * All of a full run.
 *
 * @param machine date, JDK, processors
 * @param seconds how long each call was warmed up and measured, and in how many rounds, as a sentence
 * @param rerun forks that failed and were run once more
 * @param parts bytes of the parts of an order
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

    /** The name of the part that READMEs quote. */
    public static final String QUOTED = "benchmarks";

    /** One operation of all. */
    public List<Summary> of(ComparedOperation operation) {
        return Summary.of(cells, operation);
    }

    /** {@code benchmarks/results.md}. */
    public String markdown() {
        List<Summary> polls = of(ComparedOperation.POLL);
        List<Summary> orders = of(ComparedOperation.ORDER);
        return "# Results\n\nWritten by `benchmarks/run`; not to be edited. What the rows are stands in README.md.\n\n"
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

    /** The same as JSON can hold it, every round included. */
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
                "most",
                finding.goal().most(),
                "gated",
                finding.goal().gated(),
                "verdict",
                finding.verdict());
    }
}
