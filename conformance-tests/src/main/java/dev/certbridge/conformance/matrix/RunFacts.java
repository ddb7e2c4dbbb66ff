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
 * The results of a run by row. A case counts for a row if its stub served that response.
 *
 * <p>A sweep is a rule that tries every operation and status, whether an adapter relies on them or not: {@value #SWEEP}, and
 * each rule that met an operation which no adapter calls.
 */
final class RunFacts {

    /** Sorts rule numbers, which are a letter and a number: {@code M9} before {@code M10}. */
    static final Comparator<String> BY_NUMBER = Comparator.comparing((String rule) -> rule.replaceAll("[0-9]+$", ""))
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());

    private static final String SWEEP = "C1";

    private final Map<OperationStatus, List<RuleResult>> served = new HashMap<>();
    private final Set<OperationStatus> behaved = new HashSet<>();
    private final Set<String> sweeps = new HashSet<>(Set.of(SWEEP));

    /** @param called by reseller, the operations that its adapters call; none where that is not known */
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

    /** Returns true if the behaviour of the stub served the response at least once. */
    boolean behaved(OperationStatus row) {
        return behaved.contains(row);
    }

    /** Returns the rules that met the response, without the sweeps, by topic and number. */
    List<String> rules(OperationStatus row) {
        return rules(results(row, false));
    }

    /** Returns the rules of these cases, by topic and number. */
    static List<String> rules(List<RuleResult> results) {
        return results.stream()
                .map(RuleResult::rule)
                .distinct()
                .sorted(BY_NUMBER)
                .toList();
    }

    /** Returns the operations of a reseller that a rule other than a sweep met. */
    Set<String> operations(String reseller) {
        return served.keySet().stream()
                .filter(row ->
                        row.reseller().equals(reseller) && !results(row, false).isEmpty())
                .map(OperationStatus::operationId)
                .collect(Collectors.toSet());
    }

    /** Returns the cases that met the response: those of the sweeps, or all others. An opted-out case met nothing. */
    List<RuleResult> results(OperationStatus row, boolean ofSweeps) {
        return served.getOrDefault(row, List.of()).stream()
                .filter(result -> sweeps.contains(result.rule()) == ofSweeps)
                .filter(result -> result.verdict() != Verdict.OPTED_OUT)
                .toList();
    }
}
