package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
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
        List<String> failed = of(report, Verdict.FAILED);
        List<String> optedOut = of(report, Verdict.OPTED_OUT);
        Duration took = report.results().stream().map(RuleResult::took).reduce(Duration.ZERO, Duration::plus);
        print("failed", failed);
        print("gaps in the matrix", gaps);
        print("opted out", optedOut);
        out.println();
        out.println((report.conforming() && gaps.isEmpty() ? "conforming: " : "not conforming: ")
                + distinct(report, RuleResult::rule) + " rules, "
                + report.results().size() + " cases at "
                + distinct(report, RuleResult::candidate) + " clients, " + failed.size() + " failed, "
                + optedOut.size() + " opted out, " + gaps.size() + " gaps; the cases took " + took.toSeconds() + " s");
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

    private static long distinct(RunReport report, Function<RuleResult, String> part) {
        return report.results().stream().map(part).distinct().count();
    }
}
