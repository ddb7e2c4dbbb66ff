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

/**
 * What a run says of pairs. Only cases whose stub really answered count.
 *
 * <p>A sweep is a rule that goes through every operation and status, whoever relies on them: {@value #SWEEP}, and each
 * rule that met an operation which no adapter calls, for it must have gone around the adapters.
 */
final class RunFacts {

    private static final String SWEEP = "C1";

    private final Map<OperationStatus, List<RuleResult>> met = new HashMap<>();
    private final Set<OperationStatus> behaved = new HashSet<>();
    private final Set<String> sweeps = new HashSet<>(Set.of(SWEEP));

    /** @param called by reseller, the operations that its adapters call; none where that is not known */
    RunFacts(RunReport report, Map<String, Set<String>> called) {
        for (RuleResult result : report.results()) {
            Set<OperationStatus> served = new HashSet<>();
            for (ServedResponse answer : result.served()) {
                OperationStatus pair = new OperationStatus(result.reseller(), answer.operationId(), answer.status());
                if (served.add(pair)) {
                    met.computeIfAbsent(pair, none -> new ArrayList<>()).add(result);
                }
                if (answer.behaved()) {
                    behaved.add(pair);
                }
                Set<String> operations = called.getOrDefault(pair.reseller(), Set.of());
                if (!operations.isEmpty() && !operations.contains(pair.operationId())) {
                    sweeps.add(result.rule());
                }
            }
        }
    }

    boolean answered(OperationStatus pair) {
        return met.containsKey(pair);
    }

    /** Whether the stub's own rules answered so at least once. */
    boolean behaved(OperationStatus pair) {
        return behaved.contains(pair);
    }

    /** The rules that met it, without the sweeps, by topic and number. */
    List<String> rules(OperationStatus pair) {
        return numbers(results(pair, false));
    }

    /** The numbers of the rules of these cases, by topic and number. */
    static List<String> numbers(List<RuleResult> results) {
        return results.stream()
                .map(RuleResult::rule)
                .distinct()
                .sorted(BY_NUMBER)
                .toList();
    }

    /** The operations of a reseller that a stub answered in another rule than a sweep. */
    Set<String> operations(String reseller) {
        Set<String> operations = new HashSet<>();
        met.keySet().stream()
                .filter(pair -> pair.reseller().equals(reseller)
                        && !results(pair, false).isEmpty())
                .forEach(pair -> operations.add(pair.operationId()));
        return operations;
    }

    /** The cases that met it: those of the sweeps, or all others. An opted-out case met nothing. */
    List<RuleResult> results(OperationStatus pair, boolean ofSweeps) {
        return met.getOrDefault(pair, List.of()).stream()
                .filter(result -> sweeps.contains(result.rule()) == ofSweeps)
                .filter(result -> result.verdict() != Verdict.OPTED_OUT)
                .toList();
    }

    /** Rule numbers are a letter and a number: {@code M9} before {@code M10}. */
    static final Comparator<String> BY_NUMBER = Comparator.comparing((String rule) -> rule.replaceAll("[0-9]+$", ""))
            .thenComparingInt(String::length)
            .thenComparing(Comparator.naturalOrder());
}
