package dev.certbridge.conformance.run;

import java.util.List;

/**
 * The results of a run of the kit.
 *
 * @param results one for each case, in the order they ran
 */
public record RunReport(List<RuleResult> results) {

    public RunReport {
        results = List.copyOf(results);
    }

    /** Returns true when no rule failed. */
    public boolean conforming() {
        return results.stream().noneMatch(result -> result.verdict() == Verdict.FAILED);
    }
}
