package dev.certbridge.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The results of a client in all scenarios, in the sequence in which they were run. */
public record Judgment(JudgeOptions options, List<ScenarioResult> results) {

    public Judgment {
        results = List.copyOf(results);
    }

    /** Returns the number of findings with the given verdict. */
    public long count(JudgeVerdict verdict) {
        return results.stream().mapToLong(result -> result.count(verdict)).sum();
    }

    /** Returns true if the client sent at least one request. A client that sends no request cannot be judged. */
    public boolean hasRequests() {
        return results.stream().anyMatch(result -> result.requests() > 0);
    }

    /**
     * Returns the exit code. The exit code is 1 if a rule is broken, 2 if too little was seen, and 0 in all other
     * cases. Too little was seen if the client sent no request, placed no order, or was stopped in the scenario
     * {@code quiet}.
     */
    public int exitCode() {
        if (!hasRequests()) {
            return 2;
        }
        return count(JudgeVerdict.BROKEN) > 0
                ? 1
                : isQuietStopped() || !missingOrders().isEmpty() ? 2 : 0;
    }

    /**
     * Returns one result for each reseller at which the client placed no order. If the scenario {@code quiet} was run,
     * only the scenario {@code quiet} is examined. If the scenario {@code quiet} was not run, all scenarios in which
     * the stub books orders are examined.
     */
    List<ScenarioResult> missingOrders() {
        return results.stream()
                .filter(result -> result.scenario().booksOrders())
                .collect(Collectors.groupingBy(ScenarioResult::reseller, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(ofOne -> ofOne.get(0).bookings() == 0)
                .filter(ofOne -> ofOne.get(0).scenario() == Scenario.QUIET
                        || ofOne.stream().allMatch(result -> result.bookings() == 0))
                .map(ofOne -> ofOne.get(0))
                .toList();
    }

    private boolean isQuietStopped() {
        return results.stream()
                .filter(result -> result.scenario() == Scenario.QUIET)
                .flatMap(result -> result.end().stream())
                .anyMatch(end -> !end.byItself());
    }
}
