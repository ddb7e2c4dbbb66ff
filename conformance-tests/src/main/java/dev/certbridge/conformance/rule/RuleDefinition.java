package dev.certbridge.conformance.rule;

import dev.certbridge.conformance.StubOperator;
import dev.certbridge.reseller.Capability;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A rule, with the values of the annotation {@link Rule} on its method.
 *
 * @param topic the topic of the rule
 * @param position the number of the rule within its topic, from 1
 * @param title one sentence that states what a client must do
 * @param needs the capabilities that the rule needs
 * @param lacks the rule applies only to a client that lacks at least one of these capabilities; empty if the rule
 *     applies to every client
 * @param unless the reason for which every client may opt out; empty if there is no such reason
 * @param operator the method of {@link StubOperator} that the rule needs; empty if the rule needs no such method
 * @param alone true if no other rule may run at the same time
 * @param method the method that tests the rule
 */
public record RuleDefinition(
        Topic topic,
        int position,
        String title,
        List<Capability> needs,
        List<Capability> lacks,
        String unless,
        String operator,
        boolean alone,
        Method method) {

    /** Returns every rule, sorted by topic and number. */
    public static List<RuleDefinition> all() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> topic.rules().stream())
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .flatMap(method -> of(method).stream())
                .sorted(Comparator.comparing(RuleDefinition::topic).thenComparing(RuleDefinition::position))
                .toList();
    }

    /** Returns the rule that a method tests, or empty if the method has no {@link Rule} annotation. */
    public static Optional<RuleDefinition> of(Method method) {
        return Optional.ofNullable(method.getAnnotation(Rule.class))
                .map(rule -> new RuleDefinition(
                        Topic.of(rule.number()),
                        Integer.parseInt(rule.number().substring(1)),
                        rule.title(),
                        List.of(rule.needs()),
                        List.of(rule.lacks()),
                        rule.unless(),
                        rule.operator(),
                        rule.alone(),
                        method));
    }

    /**
     * Returns true if the rule applies to a client with these capabilities. A client must opt out of a rule that does
     * not apply to this client.
     */
    public boolean concerns(Predicate<Capability> supports) {
        return needs.stream().allMatch(supports)
                && (lacks.isEmpty() || !lacks.stream().allMatch(supports));
    }

    /** Returns true if this operator implements the method that the rule needs. */
    public boolean isPossibleWith(StubOperator stub) {
        return operator.isEmpty()
                || Arrays.stream(stub.getClass().getMethods())
                        .anyMatch(
                                own -> own.getName().equals(operator) && own.getDeclaringClass() != StubOperator.class);
    }

    /** Returns a sentence about the clients that may opt out, without a full stop. */
    public String optOut() {
        if (!unless.isEmpty()) {
            return "a client may opt out if its reseller " + unless;
        }
        return needs.isEmpty() && lacks.isEmpty()
                ? "no client may opt out"
                : "only a client that "
                        + (lacks.isEmpty() ? "lacks " + words(needs) : "supports every capability")
                        + " may opt out";
    }

    private static String words(List<Capability> capabilities) {
        return capabilities.stream()
                .map(capability -> capability.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(" or "));
    }

    /** Returns the number of the rule, such as {@code M3}. */
    public String number() {
        return topic.letter() + Integer.toString(position);
    }

    /** Returns the number and the method of the rule as words, such as {@code E2 a 502 to an order is unknown}. */
    public String displayName() {
        return number() + " " + method.getName().replace('_', ' ');
    }

    /** Returns the location of the rule for messages: its number, documentation, class and method. */
    public String place() {
        return "rule " + number() + " in docs/rules.md#" + number().toLowerCase(Locale.ROOT) + ", tested by "
                + method.getDeclaringClass().getName() + "." + method.getName();
    }
}
