package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Prints the progress of a run of the conformance rules: the id of each rule as it ends, and a summary at the end. */
final class ConformanceProgress implements ConformanceRun.Progress {

    private static final int RULES_IN_A_LINE = 18;

    private final PrintWriter out;
    private String rule = "";
    private int inLine;

    ConformanceProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(ClientUnderTest client) {
        endLine();
        out.println(client.name());
        out.flush();
        rule = "";
    }

    @Override
    public void ended(RuleResult result) {
        boolean next = !result.rule().equals(rule);
        rule = result.rule();
        if (next) {
            if (inLine == RULES_IN_A_LINE) {
                endLine();
            }
            out.print(inLine == 0 ? "  " : " ");
            out.print(result.verdict() == Verdict.OPTED_OUT ? "(" + rule + ")" : rule);
            inLine++;
        }
        if (result.verdict() == Verdict.FAILED) {
            out.print("!");
        }
        out.flush();
    }

    /** Prints every failed case, every gap in the matrix, every opted-out rule with its reason, and a verdict. */
    void summary(RunReport report, List<String> gaps) {
        endLine();
        print("failed", of(report, Verdict.FAILED));
        print("gaps in the matrix", gaps);
        print("opted out", of(report, Verdict.OPTED_OUT));
        out.println();
        boolean conforming = report.conforming() && gaps.isEmpty();
        out.println(String.format(
                Locale.ROOT,
                "%s: %d rules, %d cases at %d clients, %d failed, %d opted out, %d gaps; the cases took %d s",
                conforming ? "conforming" : "not conforming",
                distinct(report, RuleResult::rule),
                report.results().size(),
                distinct(report, RuleResult::candidate),
                count(report, Verdict.FAILED),
                count(report, Verdict.OPTED_OUT),
                gaps.size(),
                seconds(report)));
        out.flush();
    }

    private void print(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title);
            lines.forEach(line -> out.println("  " + line.replaceAll("\\s+", " ")));
        }
    }

    private void endLine() {
        if (inLine > 0) {
            out.println();
            inLine = 0;
        }
    }

    private static List<String> of(RunReport report, Verdict verdict) {
        return report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .map(result ->
                        "%s %s %s: %s".formatted(result.candidate(), result.rule(), result.testCase(), result.detail()))
                .toList();
    }

    private static long count(RunReport report, Verdict verdict) {
        return report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .count();
    }

    private static int distinct(RunReport report, Function<RuleResult, String> part) {
        return (int) report.results().stream().map(part).distinct().count();
    }

    private static long seconds(RunReport report) {
        return report.results().stream()
                .map(RuleResult::took)
                .reduce(Duration.ZERO, Duration::plus)
                .toSeconds();
    }
}
