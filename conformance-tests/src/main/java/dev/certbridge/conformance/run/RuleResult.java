package dev.certbridge.conformance.run;

import java.time.Duration;
import java.util.SortedSet;

/**
 * The result of one case of a rule for one client.
 *
 * @param reseller whose contract and stub it was, {@code regfish} for instance
 * @param candidate the client that was tried; a reseller can have several
 * @param rule the number of the rule, like {@code M3}
 * @param testCase what was tried, one line
 * @param verdict what it came to
 * @param detail why it is broken or opted out, and what to look at; empty when it held
 * @param served what the stubs answered on the wire during it
 * @param took how long it ran
 */
public record RuleResult(
        String reseller,
        String candidate,
        String rule,
        String testCase,
        Verdict verdict,
        String detail,
        SortedSet<ServedResponse> served,
        Duration took) {}
