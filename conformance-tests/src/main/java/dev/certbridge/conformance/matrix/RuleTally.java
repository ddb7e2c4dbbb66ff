package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all cases of one rule came to at one candidate.
 *
 * @param reseller the reseller
 * @param candidate the client
 * @param rule the number of the rule
 * @param held how many cases it kept
 * @param broken how many it did not
 * @param optedOut how many it says it cannot do
 * @param detail of the first broken case, or the reason for opting out; empty when all held
 * @param took how long they ran together
 */
record RuleTally(
        String reseller,
        String candidate,
        String rule,
        int held,
        int broken,
        int optedOut,
        String detail,
        Duration took) {

    /** By reseller, candidate and rule. */
    static List<RuleTally> of(RunReport report) {
        Map<List<String>, List<RuleResult>> cases = new LinkedHashMap<>();
        report.results()
                .forEach(result -> cases.computeIfAbsent(
                                List.of(result.reseller(), result.candidate(), result.rule()),
                                none -> new ArrayList<>())
                        .add(result));
        return cases.values().stream()
                .map(RuleTally::tally)
                .sorted(Comparator.comparing(RuleTally::reseller)
                        .thenComparing(RuleTally::candidate)
                        .thenComparing(RuleTally::rule, RunFacts.BY_NUMBER))
                .toList();
    }

    int cases() {
        return held + broken + optedOut;
    }

    private static RuleTally tally(List<RuleResult> cases) {
        RuleResult first = cases.get(0);
        String detail = cases.stream()
                .filter(result -> result.verdict() != Verdict.PASSED)
                .max(Comparator.comparing(result -> result.verdict() == Verdict.FAILED))
                .map(RuleResult::detail)
                .orElse("");
        return new RuleTally(
                first.reseller(),
                first.candidate(),
                first.rule(),
                count(cases, Verdict.PASSED),
                count(cases, Verdict.FAILED),
                count(cases, Verdict.OPTED_OUT),
                detail,
                cases.stream().map(RuleResult::took).reduce(Duration.ZERO, Duration::plus));
    }

    private static int count(List<RuleResult> cases, Verdict verdict) {
        return (int)
                cases.stream().filter(result -> result.verdict() == verdict).count();
    }
}
