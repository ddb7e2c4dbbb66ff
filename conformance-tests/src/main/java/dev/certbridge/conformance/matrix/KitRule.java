package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.rule.WrittenRule;
import java.util.List;

/**
 * A rule of the kit, for the page.
 *
 * @param number like {@code M3}
 * @param says what a client must do, in one sentence
 * @param path the file that has it, from the root of the repository
 */
record KitRule(String number, String says, String path) {

    /** Every rule that is written, by topic and number. */
    static List<KitRule> all() {
        return WrittenRule.all().stream()
                .map(rule -> new KitRule(
                        rule.number(), rule.says(), path(rule.method().getDeclaringClass())))
                .toList();
    }

    private static String path(Class<?> type) {
        return "conformance-tests/src/main/java/" + type.getName().replace('.', '/') + ".java";
    }
}
