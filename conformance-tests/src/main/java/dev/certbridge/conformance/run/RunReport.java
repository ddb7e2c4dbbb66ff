package dev.certbridge.conformance.run;

import java.util.List;

/**
 * All that a run of the kit found out.
 *
 * @param results one for each case, in the order they ran
 */
public record RunReport(List<RuleResult> results) {

    public RunReport {
        results = List.copyOf(results);
    }

    /** Whether nothing was broken. */
    public boolean conforming() {
        return results.stream().noneMatch(result -> result.verdict() == Verdict.FAILED);
    }
}
