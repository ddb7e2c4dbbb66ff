package dev.certbridge.judge;

import java.util.Locale;
import java.util.function.Function;

/**
 * A rule that every client of a paid API must keep. A client is judged only by its requests and the resulting entries
 * in the ledger.
 */
public enum JudgeRule {
    /** Every request matches the contract. */
    VALID_REQUESTS("Every request matches the contract.", RequestRules::validRequests),
    /** An order request is repeated only after an answer that allows the repetition. */
    NO_SPEND_AGAIN(
            "No order is sent again after a lost, incomplete, late, ambiguous or refusing answer.",
            SpendRules::noSpendAgain),
    /** The ledger contains no more orders than the client had to place. */
    ORDERS_ASKED("The ledger has at most the requested number of orders.", SpendRules::ordersAsked),
    /** A client acknowledges a charge only after an answer has shown the charge. */
    CHARGES_SHOWN("No charge is acknowledged before an answer has shown it.", SpendRules::chargesShown),
    /** The client waits for the time that {@code Retry-After} states. */
    RETRY_AFTER("A call is not repeated before the time in Retry-After has passed.", TimeRules::retryAfter),
    /** The client does not poll faster than the poll interval allows. */
    POLL_RATE("The same read is not repeated faster than the poll interval.", TimeRules::pollRate),
    /** The client stops polling when the order has ended. */
    POLL_END("After an answer with a final status, the order is read at most once more.", TimeRules::pollEnd),
    /** The API key is sent only in its header, and only to the reseller. */
    KEY_IN_HEADER(
            "The API key is only in its header, and in no URL, other header, body or request to another host.",
            RequestRules::keyInHeader),
    /** The client sends nothing after it has ended. */
    SILENT_AFTER_END("No request arrives after the command has ended.", TimeRules::silentAfterEnd),
    /** The client still works if answers contain unknown members and values. */
    SURVIVES_UNKNOWN(
            "The client sends every request of the scenario quiet, even if answers have unknown members and values.",
            RequestRules::survivesUnknown);

    private final String sentence;
    private final Function<Evidence, Finding> judge;

    JudgeRule(String sentence, Function<Evidence, Finding> judge) {
        this.sentence = sentence;
        this.judge = judge;
    }

    /** Returns the name of the rule in reports, for example {@code no-spend-again}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns one sentence that states the rule. */
    public String sentence() {
        return sentence;
    }

    Finding judge(Evidence evidence) {
        return judge.apply(evidence);
    }
}
