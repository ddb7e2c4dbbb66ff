package dev.certbridge.judge;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The findings of all rules in one scenario.
 *
 * @param reseller the name of the reseller
 * @param orders the calls for each order, in the order of the first calls; the calls for no order are the last element
 * @param requests the number of all requests
 * @param bookings the number of entries in the ledger
 * @param end how the command ended, or empty if the client was not a command
 */
public record ScenarioResult(
        String reseller,
        Scenario scenario,
        Map<JudgeRule, Finding> findings,
        List<OrderCalls> orders,
        int requests,
        int bookings,
        Optional<CommandEnd> end) {

    public ScenarioResult {
        findings = Map.copyOf(findings);
        orders = List.copyOf(orders);
    }

    ScenarioResult with(CommandEnd other) {
        return new ScenarioResult(reseller, scenario, findings, orders, requests, bookings, Optional.of(other));
    }

    /** Returns the finding of a rule. */
    public Finding finding(JudgeRule rule) {
        return findings.get(rule);
    }

    /** Returns the number of rules with a verdict. */
    public long count(JudgeVerdict verdict) {
        return findings.values().stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }
}
