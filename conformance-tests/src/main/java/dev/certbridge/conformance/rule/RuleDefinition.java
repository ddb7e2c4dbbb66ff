package dev.certbridge.conformance.rule;

import dev.certbridge.reseller.Capability;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A rule, from the annotation of its method.
 *
 * @param topic what it is about
 * @param position its place within its topic, from 1
 * @param title what a client must do
 * @param needs what a reseller must be able to do
 * @param lacks what a reseller must lack, one of them; empty where it need not lack anything
 * @param unless what a reseller may lack; empty where nobody may
 * @param alone whether it is tried while nothing else is
 * @param method the method that tries it
 */
public record RuleDefinition(
        Topic topic,
        int position,
        String title,
        List<Capability> needs,
        List<Capability> lacks,
        String unless,
        boolean alone,
        Method method) {

    /** Returns every rule, by topic and number. */
    public static List<RuleDefinition> all() {
        return Arrays.stream(Topic.values())
                .flatMap(topic -> topic.rules().stream())
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .flatMap(method -> of(method).stream())
                .sorted(Comparator.comparing(RuleDefinition::topic).thenComparing(RuleDefinition::position))
                .toList();
    }

    /** Returns the rule of a method, if it has one. */
    public static Optional<RuleDefinition> of(Method method) {
        return Optional.ofNullable(method.getAnnotation(Rule.class))
                .map(rule -> new RuleDefinition(
                        Topic.of(rule.number()),
                        Integer.parseInt(rule.number().substring(1)),
                        rule.title(),
                        List.of(rule.needs()),
                        List.of(rule.lacks()),
                        rule.unless(),
                        rule.alone(),
                        method));
    }

    /** Returns true when the rule applies to a client with these capabilities; other clients opt out. */
    public boolean concerns(Predicate<Capability> supports) {
        return needs.stream().allMatch(supports)
                && (lacks.isEmpty() || !lacks.stream().allMatch(supports));
    }

    /** Returns the number, like {@code M3}. */
    public String number() {
        return topic.letter() + Integer.toString(position);
    }

    /** Returns the class and method of the rule. */
    public String place() {
        return "rule " + number() + " in docs/rules.md#" + number().toLowerCase(Locale.ROOT) + ", tried by "
                + method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
