package dev.certbridge.conformance.rule;

import java.util.Arrays;
import java.util.List;

/** The topics of rules. */
public enum Topic {
    /** Requests and answers of the contract. */
    CONTRACT('C', ContractRules.class),
    /** Failures. */
    ERROR('E', ErrorRules.class, RefusalRules.class),
    /** Money. */
    MONEY('M', IntentRules.class, MoneyRules.class, LimitRules.class),
    /** Waiting. */
    ASYNC('A', AsyncRules.class, DeliveryRules.class),
    /** Secrets. */
    SECRECY('S', SecrecyRules.class),
    /** Changes of answers. */
    EVOLUTION('V', EvolutionRules.class);

    private final char letter;
    private final List<Class<?>> rules;

    Topic(char letter, Class<?>... rules) {
        this.letter = letter;
        this.rules = List.of(rules);
    }

    /** Returns the first character of the rules' numbers. */
    public char letter() {
        return letter;
    }

    /** Returns the interfaces with the rules. */
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
