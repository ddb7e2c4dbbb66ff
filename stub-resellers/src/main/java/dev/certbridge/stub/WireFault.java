package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A faulty answer that can happen at every operation. By default, a fault happens once, after the request has been
 * carried out and booked. All faults are listed in {@code docs/misbehaviour.md}.
 */
public enum WireFault {
    /**
     * The stub sends the first half of the body. {@code Content-Length} is the length of the sent half. Catches a
     * client that accepts an incomplete body.
     */
    TRUNCATED("truncated", reply(FaultyReplies::half)),
    /**
     * The stub sends valid headers and a broken body, and closes the connection. Catches a client that concludes that
     * the order was not sent.
     */
    BROKEN_OFF("broken-off", context -> WireResponse.of(Fault.MALFORMED_RESPONSE_CHUNK)),
    /** The connection is closed without an answer. Catches a client, or an HTTP library, that sends an order again. */
    DROPPED("dropped", context -> WireResponse.of(Fault.EMPTY_RESPONSE)),
    /** The connection is reset. Catches a client that sends an order again after a reset. */
    RESET("reset", context -> WireResponse.of(Fault.CONNECTION_RESET_BY_PEER)),
    /**
     * The stub sends the correct status and headers, without a body. Catches a client that does not check for an empty
     * body.
     */
    EMPTY("empty", reply(right -> right.withBody(new byte[0]))),
    /**
     * The stub sends a web page with the correct status. Catches a client that treats the page as a success or as a
     * refusal.
     */
    HTML("html", reply(FaultyReplies::page)),
    /**
     * The stub sends the correct body as {@code text/plain}. Catches a client that rejects a valid answer because of
     * its content type.
     */
    WRONG_CONTENT_TYPE("wrong-content-type", reply(right -> right.with("Content-Type", "text/plain"))),
    /**
     * The stub adds an unknown member, whose text has a letter in Latin-1 instead of UTF-8. Catches a client that
     * throws an exception of its JSON library to the caller.
     */
    WRONG_CHARSET("wrong-charset", reply(FaultyReplies::latin1)),
    /**
     * The stub sends the correct body in UTF-16 instead of UTF-8. Catches a client that returns text with zero bytes
     * between the letters.
     */
    UTF_16("utf-16", reply(FaultyReplies::utf16)),
    /**
     * The stub sends a gzip body of a third of a megabyte, which unpacks to 320 MiB. Catches a client that limits the
     * received bytes but not the unpacked bytes.
     */
    GZIP_BOMB("gzip-bomb", reply(FaultyReplies::bomb)),
    /** The stub sends 64 MiB of blanks before the correct body. Catches a client that reads every body into memory. */
    HUGE_BODY("64-mib", reply(FaultyReplies::padded)),
    /**
     * The stub sends the first byte after 40 seconds. Catches a client without a timeout, or a client that concludes
     * that the order was not sent.
     */
    SLOW_FIRST_BYTE(
            "slow-first-byte", context -> WireResponse.of(context.reply()).delayed(Duration.ofSeconds(40)), Pace.SLOW),
    /**
     * The stub sends the correct answer, one byte a second. Catches a client whose timeout starts again with every
     * byte.
     */
    ONE_BYTE_A_SECOND(
            "one-byte-a-second",
            context -> WireResponse.of(context.reply()).dribbled(Duration.ofSeconds(1)),
            Pace.SLOW),
    /**
     * The stub answers 502 with the web page of a gateway. Catches a client that treats the 502 as a refusal, or sends
     * the order again.
     */
    BAD_GATEWAY("502", reply(right -> FaultyReplies.page(right).status(502))),
    /**
     * The stub carries out the request, but answers 503 with {@code Retry-After} as a date. Catches a client that
     * accepts only a number of seconds in {@code Retry-After}, or orders again.
     */
    UNAVAILABLE_UNTIL("503-dates", context -> WireResponse.of(FaultyReplies.unavailable(context))),
    /**
     * The stub answers 200 with {@code success: false}. Catches a client that treats the answer as a success or as a
     * refusal.
     */
    SAYS_NO("success-false", context -> WireResponse.of(FaultyReplies.successFalse())),
    /**
     * The stub answers 429 with {@code Retry-After: 2}, and carries out nothing. Catches a client that retries at once.
     */
    RATE_LIMITED_SECONDS(
            "429-seconds", context -> WireResponse.of(FaultyReplies.rateLimited("2")), Pace.NOT_CARRIED_OUT),
    /**
     * The stub answers 429 with {@code Retry-After} as a date, and carries out nothing. Catches a client that compares
     * the date with its own clock.
     */
    RATE_LIMITED_DATE(
            "429-date", context -> WireResponse.of(FaultyReplies.rateLimitedUntil(context)), Pace.NOT_CARRIED_OUT),
    /**
     * The stub answers 404 once, then sends the correct answer. The stub books nothing for the request that gets the
     * 404. Catches a client that concludes that there is no order.
     */
    NOT_FOUND_FIRST(
            "404-then-200", context -> WireResponse.of(FaultyReplies.refused(context, 404)), Pace.NOT_CARRIED_OUT),
    /**
     * The stub answers 409 twice, then sends the correct answer. The stub books nothing for the requests that get a
     * 409. Catches a client that concludes that the order has ended.
     */
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

    private static CannedFailure.Effect reply(UnaryOperator<Reply> change) {
        return context -> WireResponse.of(change.apply(context.reply()));
    }

    /** Returns the name in a {@link Schedule}. */
    public String word() {
        return word;
    }

    /** Returns true if only a timeout of the client ends the call. */
    public boolean isSlow() {
        return pace == Pace.SLOW;
    }

    /** Returns true if the stub, by default, does not carry out the request. */
    public boolean isBeforeBooking() {
        return pace == Pace.NOT_CARRIED_OUT || pace == Pace.TWICE;
    }

    /** Returns the failure to provoke, with the default number of calls and the default booking. */
    public CannedFailure failure() {
        CannedFailure failure = CannedFailure.of(effect).times(pace == Pace.TWICE ? 2 : 1);
        return isBeforeBooking() ? failure : failure.afterBooking();
    }

    static Optional<WireFault> find(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }

    /** Returns the fault of this name. Throws IllegalArgumentException if there is no such fault. */
    public static WireFault named(String word) {
        return find(word)
                .orElseThrow(() -> new IllegalArgumentException("there is no wire fault with the name " + word));
    }
}
