package dev.certbridge.cli;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.run.ConformanceRun;
import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the progress of a run of the conformance rules: the id of each rule as it ends, and a summary at the end. */
final class ConformanceProgress implements ConformanceRun.Progress {

    private static final int RULES_IN_A_LINE = 18;

    /**
     * Finds the reason for a failure in the detail text of a failed case. The detail text first names the rule, then
     * the reason, and then the files to look at.
     */
    private static final Pattern REASON = Pattern.compile("(?s) violates .*?\": (.*)\nlook at ");

    private final PrintWriter out;
    private final boolean newContracts;
    private String rule = "";
    private int inLine;

    /**
     * @param newContracts true if the rules run with new contracts. With new contracts, the caller prints a verdict on
     *     the contracts after the summary
     */
    ConformanceProgress(PrintWriter out, boolean newContracts) {
        this.out = out;
        this.newContracts = newContracts;
        out.println("M3: the rule passed. M3!!: two cases of the rule failed. (M3): the rule was opted out of"
                + " or is not applicable."
                + " See docs/rules.md.");
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
            boolean untested = result.verdict() == Verdict.OPTED_OUT || result.verdict() == Verdict.NOT_APPLICABLE;
            out.print(untested ? "(" + rule + ")" : rule);
            inLine++;
        }
        if (result.verdict() == Verdict.FAILED) {
            out.print("!");
        }
        out.flush();
    }

    /**
     * Prints the reasons for failures, the gaps in the matrix, the untested rules and a verdict. Each reason for
     * failures is printed once. Each untested rule is printed with the reason why the rule was not tested.
     */
    void summary(RunReport report, List<String> gaps) {
        endLine();
        List<String> failed = failed(report);
        List<String> optedOut = lines(report, Verdict.OPTED_OUT);
        Duration took = report.results().stream().map(RuleResult::took).reduce(Duration.ZERO, Duration::plus);
        print("failed", failed);
        print("gaps in the matrix", gaps);
        print("opted out", optedOut);
        print("not applicable", lines(report, Verdict.NOT_APPLICABLE));
        out.println();
        boolean conforming = report.conforming() && gaps.isEmpty();
        String result =
                newContracts ? "rules with the new contracts: " : conforming ? "conforming: " : "not conforming: ";
        out.println(result
                + distinct(report, RuleResult::rule) + " rules, "
                + report.results().size() + " cases at "
                + distinct(report, RuleResult::candidate) + " clients, "
                + results(report, Verdict.FAILED).count() + " failed, "
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

    /**
     * Returns one line for each reason for failures. If all failures with the same reason belong to one rule, the line
     * names the failed cases. If failures with the same reason belong to several rules, the line contains the number of
     * failed cases.
     */
    private static List<String> failed(RunReport report) {
        return results(report, Verdict.FAILED)
                .collect(Collectors.groupingBy(
                        result -> List.of(result.candidate(), reason(result)), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(ConformanceProgress::failed)
                .toList();
    }

    private static String failed(List<RuleResult> same) {
        RuleResult first = same.get(0);
        List<String> rules = same.stream().map(RuleResult::rule).distinct().toList();
        return rules.size() == 1
                ? line(
                        first,
                        same.stream().map(RuleResult::testCase).collect(Collectors.joining(", ")),
                        withoutCase(first))
                : first.candidate() + ", " + same.size() + " cases of " + String.join(" ", rules) + ": "
                        + reason(first);
    }

    /** Returns the reason why a case failed. The returned text does not name the rule or the files to look at. */
    private static String reason(RuleResult result) {
        Matcher reason = REASON.matcher(result.detail());
        return reason.find() ? reason.group(1) : withoutCase(result);
    }

    private static String withoutCase(RuleResult result) {
        return result.detail().replace(", case \"" + result.testCase() + "\"", "");
    }

    private static List<String> lines(RunReport report, Verdict verdict) {
        return results(report, verdict)
                .map(result -> line(result, result.testCase(), result.detail()))
                .toList();
    }

    private static String line(RuleResult result, String cases, String detail) {
        return "%s %s %s: %s".formatted(result.candidate(), result.rule(), cases, detail);
    }

    private static Stream<RuleResult> results(RunReport report, Verdict verdict) {
        return report.results().stream().filter(result -> result.verdict() == verdict);
    }

    private static long distinct(RunReport report, Function<RuleResult, String> part) {
        return report.results().stream().map(part).distinct().count();
    }
}
