package dev.certbridge.conformance.run;

import java.time.Duration;
import java.util.Set;

/**
 * The result of one case of a rule for one client.
 *
 * @param reseller the reseller whose contract and stub were used, such as {@code regfish}
 * @param candidate the name of the client that was tested; a reseller can have several clients
 * @param rule the number of the rule, such as {@code M3}
 * @param testCase the name of the case, one line
 * @param verdict the verdict on the case
 * @param detail the failure and its location, the reason for opting out, or the reason why the rule is not applicable;
 *     empty if the case passed
 * @param served the responses that the stubs sent during the case
 * @param took the duration of the case
 */
public record RuleResult(
        String reseller,
        String candidate,
        String rule,
        String testCase,
        Verdict verdict,
        String detail,
        Set<ServedResponse> served,
        Duration took) {}
