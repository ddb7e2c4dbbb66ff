package dev.certbridge.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** The results of a client in all scenarios, one after the other. */
public record Judgment(JudgeOptions options, List<ScenarioResult> results) {

    public Judgment {
        results = List.copyOf(results);
    }

    /** Returns the number of findings with the given verdict. */
    public long count(JudgeVerdict verdict) {
        return results.stream().mapToLong(result -> result.count(verdict)).sum();
    }

    /** Returns true if the client sent at least one request. Without requests, nothing can be judged. */
    public boolean hasRequests() {
        return results.stream().anyMatch(result -> result.requests() > 0);
    }

    /**
     * Returns the exit code: 1 if a rule is broken, 2 if too little was seen, otherwise 0. Too little was seen if there
     * was no request, if no order was placed, or if the client was stopped in the scenario without faults.
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
     * only its result is examined. Without the scenario {@code quiet}, the first result of a reseller is returned if no
     * scenario that books orders has a booking.
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
