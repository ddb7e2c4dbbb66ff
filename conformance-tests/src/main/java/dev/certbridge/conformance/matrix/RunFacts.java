package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.ServedResponse;
import dev.certbridge.conformance.run.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results of a run, by row of the matrix. A case belongs to a row if a stub sent the response of the row during the
 * case.
 *
 * <p>A sweep is a rule that also tests operations and statuses on which no adapter relies. The sweeps are rule {@value
 * #SWEEP}, and every rule during which a stub answered an operation that no adapter calls.
 */
final class RunFacts {

    /** Sorts the numbers of rules by letter and then by number, so that {@code M9} is before {@code M10}. */
    static final Comparator<String> BY_NUMBER = Comparator.comparing((String rule) -> rule.replaceAll("[0-9]+$", ""))
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());

    private static final String SWEEP = "C1";

    private final Map<OperationStatus, List<RuleResult>> served = new HashMap<>();
    private final Set<OperationStatus> behaved = new HashSet<>();
    private final Set<String> sweeps = new HashSet<>(Set.of(SWEEP));

    RunFacts(RunReport report, Map<String, Set<String>> called) {
        for (RuleResult result : report.results()) {
            Set<OperationStatus> rows = new HashSet<>();
            for (ServedResponse response : result.served()) {
                OperationStatus row = new OperationStatus(result.reseller(), response.operationId(), response.status());
                if (rows.add(row)) {
                    served.computeIfAbsent(row, none -> new ArrayList<>()).add(result);
                }
                if (response.behaved()) {
                    behaved.add(row);
                }
                Set<String> operations = called.getOrDefault(row.reseller(), Set.of());
                if (!operations.isEmpty() && !operations.contains(row.operationId())) {
                    sweeps.add(result.rule());
                }
            }
        }
    }

    boolean wasServed(OperationStatus row) {
        return served.containsKey(row);
    }

    /** Returns true if a stub sent the response by its own behaviour at least once, and not only as an example. */
    boolean behaved(OperationStatus row) {
        return behaved.contains(row);
    }

    /** Returns the rules during which a stub sent the response, without the sweeps, sorted by letter and number. */
    List<String> rules(OperationStatus row) {
        return rules(results(row, false));
    }

    /** Returns the numbers of the rules of these cases, sorted by letter and number. */
    static List<String> rules(List<RuleResult> results) {
        return results.stream()
                .map(RuleResult::rule)
                .distinct()
                .sorted(BY_NUMBER)
                .toList();
    }

    /** Returns the operations of a reseller that were called during a rule other than a sweep. */
    Set<String> operations(String reseller) {
        return served.keySet().stream()
                .filter(row ->
                        row.reseller().equals(reseller) && !results(row, false).isEmpty())
                .map(OperationStatus::operationId)
                .collect(Collectors.toSet());
    }

    /** Returns the cases during which a stub sent the response, except the cases that were not tested to their end. */
    List<RuleResult> results(OperationStatus row, boolean ofSweeps) {
        return served.getOrDefault(row, List.of()).stream()
                .filter(result -> sweeps.contains(result.rule()) == ofSweeps)
                .filter(result -> result.verdict() == Verdict.PASSED || result.verdict() == Verdict.FAILED)
                .toList();
    }
}
