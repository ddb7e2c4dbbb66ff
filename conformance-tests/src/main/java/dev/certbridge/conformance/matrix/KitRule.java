package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.rule.RuleDefinition;
import java.util.List;

/**
 * A rule of the kit, for the page.
 *
 * @param number like {@code M3}
 * @param says what a client must do, in one sentence
 * @param triedBy the method that tries it, with its interface
 */
record KitRule(String number, String says, String triedBy) {

    /** Every rule that is written, by topic and number. */
    static List<KitRule> all() {
        return RuleDefinition.all().stream()
                .map(rule -> new KitRule(
                        rule.number(),
                        rule.says(),
                        rule.method().getDeclaringClass().getSimpleName()
                                + "."
                                + rule.method().getName()))
                .toList();
    }
}
