package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The results of all cases of one rule for one client. */
record RuleTally(
        String reseller,
        String candidate,
        String rule,
        int passed,
        int failed,
        int optedOut,
        int notApplicable,
        String detail,
        Duration took) {

    /** Returns one tally for each client and rule, sorted by reseller, client and rule. */
    static List<RuleTally> of(RunReport report) {
        return report.results().stream()
                .collect(Collectors.groupingBy(
                        result -> List.of(result.reseller(), result.candidate(), result.rule()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values()
                .stream()
                .map(RuleTally::tally)
                .sorted(Comparator.comparing(RuleTally::reseller)
                        .thenComparing(RuleTally::candidate)
                        .thenComparing(RuleTally::rule, RunFacts.BY_NUMBER))
                .toList();
    }

    int cases() {
        return passed + failed + optedOut + notApplicable;
    }

    /** Returns the reason why no case of the rule was tested: the client opted out, or the rule is not applicable. */
    String untested() {
        return optedOut > 0 ? "opted out" : "not applicable";
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
                count(cases, Verdict.NOT_APPLICABLE),
                detail,
                cases.stream().map(RuleResult::took).reduce(Duration.ZERO, Duration::plus));
    }

    private static int count(List<RuleResult> cases, Verdict verdict) {
        return (int)
                cases.stream().filter(result -> result.verdict() == verdict).count();
    }
}
