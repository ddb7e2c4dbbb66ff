package dev.certbridge.judge;

import dev.certbridge.stub.Journal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The findings of all rules in one scenario.
 *
 * @param reseller the name of the reseller
 * @param orders the calls for each order, sorted by the time of the first call. Calls that belong to no order are the
 *     last element
 * @param statuses the number of answers with each status. {@link Journal#NO_ANSWER} is the status of a request without
 *     an answer
 * @param bookings the number of entries in the ledger
 * @param end the end of the command, or empty if the client was not run as a command
 */
public record ScenarioResult(
        String reseller,
        Scenario scenario,
        Map<JudgeRule, Finding> findings,
        List<OrderCalls> orders,
        SortedMap<Integer, Integer> statuses,
        int bookings,
        Optional<CommandEnd> end) {

    public ScenarioResult {
        findings = Map.copyOf(findings);
        orders = List.copyOf(orders);
        statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
    }

    /** Returns the number of all requests. */
    public int requests() {
        return statuses.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Returns a line with the number of answers for each status, for example {@code 12 with 401, 1 not answered}. */
    String answers() {
        return requests() == 0
                ? "no request was sent"
                : "answers: "
                        + statuses.entrySet().stream()
                                .map(entry -> entry.getValue()
                                        + (entry.getKey() == Journal.NO_ANSWER
                                                ? " not answered"
                                                : " with " + entry.getKey()))
                                .collect(Collectors.joining(", "));
    }

    ScenarioResult with(CommandEnd other) {
        return new ScenarioResult(reseller, scenario, findings, orders, statuses, bookings, Optional.of(other));
    }

    /**
     * Returns a message if no order was booked in a scenario in which the stub books orders. The message contains the
     * statuses of the answers.
     */
    public Optional<String> missingOrder() {
        return scenario.booksOrders() && bookings == 0
                ? Optional.of("no order was placed in the scenario " + scenario.id() + ": " + answers())
                : Optional.empty();
    }

    /** Returns the finding of a rule. */
    public Finding finding(JudgeRule rule) {
        return findings.get(rule);
    }

    /** Returns the number of rules with the given verdict. */
    public long count(JudgeVerdict verdict) {
        return findings.values().stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }
}
