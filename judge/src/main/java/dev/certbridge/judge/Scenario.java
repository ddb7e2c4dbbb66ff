package dev.certbridge.judge;

import static dev.certbridge.stub.WireFault.BAD_GATEWAY;
import static dev.certbridge.stub.WireFault.DROPPED;
import static dev.certbridge.stub.WireFault.TRUNCATED;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.stub.Schedule;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The behaviour of a stub while a client is judged. */
public enum Scenario {
    /** Nothing fails. */
    QUIET("Nothing fails.", (faults, options) -> {}),
    /** Each order is booked, but its answer is lost. */
    LOST_ANSWER(
            "Each order is booked, and the connection is closed without an answer.",
            (faults, options) -> faults.spends(rule -> rule.always().fault(DROPPED))),
    /** Each order is booked, but answered with status 502. */
    BAD_GATEWAY_AFTER_BOOKING(
            "Each order is booked and answered with 502 and the page of a gateway.",
            (faults, options) -> faults.spends(rule -> rule.always().fault(BAD_GATEWAY))),
    /** Each order is booked, but answered with status 503 and {@code Retry-After}. */
    UNAVAILABLE_RETRY_AFTER(
            "Each order is booked and answered with 503 and Retry-After in seconds. The first request of each read gets"
                    + " the same answer.",
            (faults, options) -> faults.unavailable(options.retryAfter())),
    /** The first request of each order call and read is refused with status 429 and {@code Retry-After} in seconds. */
    RATE_LIMITED_SECONDS(
            "The first request of each order call and of each read, except requests for a quote, is refused with 429"
                    + " and Retry-After in seconds.",
            (faults, options) -> faults.rateLimitedForSeconds(options.retryAfter())),
    /** The first request of each order call and read is refused with status 429 and {@code Retry-After} as a date. */
    RATE_LIMITED_DATE(
            "The same as rate-limited-seconds, with Retry-After as a date.",
            (faults, options) -> faults.rateLimitedUntilDate(options.retryAfter())),
    /** Each order is booked, but its answer arrives late. */
    SLOW_ANSWER(
            "Each order is booked at once, and its answer is delayed.",
            (faults, options) -> faults.late(options.slowAnswer())),
    /** Each order is booked, but its answer is incomplete. */
    TRUNCATED_ANSWER(
            "Each order is booked. Only the first half of its answer is sent, with the Content-Length of this half.",
            (faults, options) -> faults.spends(rule -> rule.always().fault(TRUNCATED))),
    /** The stub refuses an order request until the request acknowledges each charge. */
    ACKNOWLEDGMENT_NEEDED(
            "An order is refused until it acknowledges each of its charges.", "asksForEveryAcknowledgment"),
    /** Each order is accepted, but fails later. */
    LATE_FAILURE("Each order is accepted, fails later, and is not refunded.", "failsLate"),
    /** Answers are unusual, but match the contract. */
    ODD_BUT_LEGAL(
            "Answers have unknown members, values and headers, and members in another order, wherever the contract"
                    + " allows it.",
            (faults, options) -> faults.oddAnswers());

    private interface Effect {
        void applyTo(ScenarioFaults faults, JudgeOptions options);
    }

    private final String sentence;
    private final String setting;
    private final Effect effect;

    Scenario(String sentence, Effect effect) {
        this(sentence, "", effect);
    }

    /** Creates a scenario that changes a setting of the stub. */
    Scenario(String sentence, String setting) {
        this(sentence, setting, (faults, options) -> {});
    }

    Scenario(String sentence, String setting, Effect effect) {
        this.sentence = sentence;
        this.setting = setting;
        this.effect = effect;
    }

    /** Returns the name of the scenario on the command line, for example {@code lost-answer}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a sentence that describes the scenario. */
    public String sentence() {
        return sentence;
    }

    /**
     * Returns true if the stub books the first order request of a client. Returns false if the stub refuses the first
     * order request.
     */
    boolean booksOrders() {
        return switch (this) {
            case RATE_LIMITED_SECONDS, RATE_LIMITED_DATE, ACKNOWLEDGMENT_NEEDED -> false;
            default -> true;
        };
    }

    /** Returns the scenario with this name. Throws IllegalArgumentException if no scenario has this name. */
    public static Scenario named(String id) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario " + id + ". Use one of "
                        + Arrays.stream(values()).map(Scenario::id).collect(Collectors.joining(", "))));
    }

    /** Returns true if the stub of this reseller has the behaviour of the scenario. */
    public boolean isPossibleAt(StubProvider reseller) {
        return setting.isEmpty()
                || Arrays.stream(reseller.type().getMethods())
                        .anyMatch(method -> method.getName().equals(setting));
    }

    void applyTo(StubReseller stub, ContractDocument contract, JudgeOptions options) {
        if (!setting.isEmpty()) {
            stub.play(Schedule.parse("stub:" + setting));
        }
        effect.applyTo(new ScenarioFaults(stub, contract), options);
    }
}
