package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A faulty answer that can happen at every operation. By default the request is carried out first, so that an order is booked
 * and charged, and the fault happens once. Faults of an order, and not of an answer, are settings of a stub. {@code
 * docs/misbehaviour.md} lists all.
 */
public enum WireFault {
    /** The first half of the body, with a fitting {@code Content-Length}. Catches a client that takes it for the whole. */
    TRUNCATED("truncated", context -> WireResponse.of(FaultyReplies.half(context.reply()))),
    /** Good headers, a broken body, then the end of the connection. Catches a client that takes it for an unsent order. */
    BROKEN_OFF("broken-off", context -> WireResponse.of(Fault.MALFORMED_RESPONSE_CHUNK)),
    /** The connection is closed without an answer. Catches a client, or an HTTP library, that sends an order again. */
    DROPPED("dropped", context -> WireResponse.of(Fault.EMPTY_RESPONSE)),
    /** The connection is reset. Catches a client that handles closed connections only, and sends an order again. */
    RESET("reset", context -> WireResponse.of(Fault.CONNECTION_RESET_BY_PEER)),
    /** The right status and headers, and no body. Catches a client that expects a model and gets a null. */
    EMPTY("empty", context -> WireResponse.of(context.reply().withBody(new byte[0]))),
    /** A web page with the right status. Catches a client that trusts the status, or takes the page for a refusal. */
    HTML("html", context -> WireResponse.of(FaultyReplies.page(context.reply()))),
    /** The right body as {@code text/plain}. Catches a client that loses a good answer because of its header. */
    WRONG_CONTENT_TYPE(
            "wrong-content-type", context -> WireResponse.of(context.reply().with("Content-Type", "text/plain"))),
    /** A letter in Latin-1 instead of UTF-8, in an unknown member. Catches a client that fails with its JSON library's error. */
    WRONG_CHARSET("wrong-charset", context -> WireResponse.of(FaultyReplies.latin1(context.reply()))),
    /** The right body in UTF-16 instead of UTF-8. Catches a client that returns every second letter as a zero. */
    UTF_16("utf-16", context -> WireResponse.of(FaultyReplies.utf16(context.reply()))),
    /** A third of a megabyte that unpacks to 320 MiB. Catches a client that limits received and not unpacked bytes. */
    GZIP_BOMB("gzip-bomb", context -> WireResponse.of(FaultyReplies.bomb(context.reply()))),
    /** 64 MiB of blanks before the right body. Catches a client that reads every body into memory. */
    HUGE_BODY("64-mib", context -> WireResponse.of(FaultyReplies.padded(context.reply()))),
    /** The first byte comes after 40 seconds. Catches a client without a timeout, or that takes a late answer for no order. */
    SLOW_FIRST_BYTE(
            "slow-first-byte", context -> WireResponse.of(context.reply()).delayed(Duration.ofSeconds(40)), Pace.SLOW),
    /** The right answer, one byte a second. Catches a client whose timeout starts again with every byte. */
    ONE_BYTE_A_SECOND(
            "one-byte-a-second",
            context -> WireResponse.of(context.reply()).dribbled(Duration.ofSeconds(1)),
            Pace.SLOW),
    /** 502 with the page of a gateway. Catches a client that takes it for a refusal, or sends the order again. */
    BAD_GATEWAY(
            "502",
            context -> WireResponse.of(FaultyReplies.page(context.reply()).status(502))),
    /** 503 with {@code Retry-After} as a date; an order is booked. Catches a client that reads seconds only, or orders again. */
    UNAVAILABLE_UNTIL("503-dates", context -> WireResponse.of(FaultyReplies.unavailable(context))),
    /** 200 with {@code success: false}. Catches a client that trusts the status, or takes it for a refusal. */
    SAYS_NO("success-false", context -> WireResponse.of(FaultyReplies.successFalse())),
    /** 429 with {@code Retry-After: 2}; nothing is carried out. Catches a client that retries at once. */
    RATE_LIMITED_SECONDS(
            "429-seconds", context -> WireResponse.of(FaultyReplies.rateLimited("2")), Pace.NOT_CARRIED_OUT),
    /** 429 with {@code Retry-After} as a date; nothing is carried out. Catches a client that compares it with its own clock. */
    RATE_LIMITED_DATE(
            "429-date", context -> WireResponse.of(FaultyReplies.rateLimitedUntil(context)), Pace.NOT_CARRIED_OUT),
    /** 404, then the right answer; nothing is carried out. Catches a client that takes it for no order, and orders again. */
    NOT_FOUND_FIRST(
            "404-then-200", context -> WireResponse.of(FaultyReplies.refused(context, 404)), Pace.NOT_CARRIED_OUT),
    /** 409 twice, then the right answer; nothing is carried out. Catches a client that takes it for the end of the order. */
    CONFLICT_FIRST("409-then-200", context -> WireResponse.of(FaultyReplies.refused(context, 409)), Pace.TWICE);

    private enum Pace {
        USUAL,
        SLOW,
        NOT_CARRIED_OUT,
        TWICE
    }

    private final String word;
    private final CannedFailure.Effect effect;
    private final Pace pace;

    WireFault(String word, CannedFailure.Effect effect) {
        this(word, effect, Pace.USUAL);
    }

    WireFault(String word, CannedFailure.Effect effect, Pace pace) {
        this.word = word;
        this.effect = effect;
        this.pace = pace;
    }

    /** Returns the name in a {@link Schedule}. */
    public String word() {
        return word;
    }

    /** True if only a timeout ends it. */
    public boolean isSlow() {
        return pace == Pace.SLOW;
    }

    /** True if the request is not carried out by default. */
    public boolean isBeforeBooking() {
        return pace == Pace.NOT_CARRIED_OUT || pace == Pace.TWICE;
    }

    /** Returns the failure to provoke, with the number of calls and the moment of its description. */
    public CannedFailure failure() {
        CannedFailure failure = CannedFailure.of(effect).times(pace == Pace.TWICE ? 2 : 1);
        return isBeforeBooking() ? failure : failure.afterBooking();
    }

    /** Finds the fault of this name. */
    static Optional<WireFault> find(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }

    /**
     * Returns the fault of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WireFault named(String word) {
        return find(word).orElseThrow(() -> new IllegalArgumentException("no wire fault is called " + word));
    }
}
