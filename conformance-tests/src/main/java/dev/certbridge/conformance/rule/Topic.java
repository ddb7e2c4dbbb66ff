package dev.certbridge.conformance.rule;

import java.util.Arrays;
import java.util.List;

/** What rules are about. */
public enum Topic {
    /** Every answer and every request as the contract has them. */
    CONTRACT('C', ContractRules.class),
    /** What is told when it does not end well. */
    ERROR('E', ErrorRules.class, RefusalRules.class),
    /** What is spent. */
    MONEY('M', IntentRules.class, MoneyRules.class, LimitRules.class),
    /** What takes its time. */
    ASYNC('A', AsyncRules.class, DeliveryRules.class),
    /** What nobody may read. */
    SECRECY('S', SecrecyRules.class),
    /** What a reseller may add or leave out later. */
    EVOLUTION('V', EvolutionRules.class);

    private final char letter;
    private final List<Class<?>> rules;

    Topic(char letter, Class<?>... rules) {
        this.letter = letter;
        this.rules = List.of(rules);
    }

    /** The first character of its rules' numbers. */
    public char letter() {
        return letter;
    }

    /** The interfaces that have its rules. */
    public List<Class<?>> rules() {
        return rules;
    }

    static Topic of(String number) {
        return Arrays.stream(values())
                .filter(topic -> number.matches(topic.letter + "[1-9][0-9]*"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a rule is numbered like M3, not " + number));
    }
}
