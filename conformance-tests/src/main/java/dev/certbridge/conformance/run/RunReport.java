package dev.certbridge.conformance.run;

import java.util.List;

/**
 * The results of a run of the kit.
 *
 * @param results one result for each case, in the order in which the cases ran
 */
public record RunReport(List<RuleResult> results) {

    public RunReport {
        results = List.copyOf(results);
    }

    /** Returns true if no case failed. */
    public boolean conforming() {
        return results.stream().noneMatch(result -> result.verdict() == Verdict.FAILED);
    }
}
