package dev.certbridge.conformance.rule;

import java.util.Arrays;
import java.util.List;

/** The topic of a rule. */
public enum Topic {
    /** The requests and answers that the contract documents. */
    CONTRACT('C', ContractRules.class),
    /** Failed and refused calls. */
    ERROR('E', ErrorRules.class),
    /** Operations that can cost money: intents, orders, limits and charges. */
    MONEY('M', MoneyRules.class, LimitRules.class),
    /** Waiting for orders, and the certificates that are returned for them. */
    ASYNC('A', AsyncRules.class),
    /** The secrecy of the API key. */
    SECRECY('S', SecrecyRules.class),
    /** Answers whose form a reseller has changed. */
    EVOLUTION('V', EvolutionRules.class);

    private final char letter;
    private final List<Class<?>> rules;

    Topic(char letter, Class<?>... rules) {
        this.letter = letter;
        this.rules = List.of(rules);
    }

    /** Returns the letter that the numbers of the rules begin with. */
    public char letter() {
        return letter;
    }

    /** Returns the interfaces that contain the rules. */
    public List<Class<?>> rules() {
        return rules;
    }

    static Topic of(String number) {
        return Arrays.stream(values())
                .filter(topic -> number.matches(topic.letter + "[1-9][0-9]*"))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the number of a rule must look like M3, not" + " " + number));
    }
}
