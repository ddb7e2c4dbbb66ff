package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A failure, or another unusual answer, to provoke with {@link StubReseller#answer}: the answer, how often it is given, and
 * whether the order is booked first. By default it happens once, before anything is booked.
 */
public final class CannedFailure {

    /** The response of a failure, given the answer of the reseller. */
    interface Effect {
        WireResponse on(FaultContext context);

        /** Throws IllegalArgumentException if the failure is impossible at an operation. */
        default void check(StubOperation operation) {}
    }

    /**
     * The call that a failure happens to.
     *
     * @param now the time of the reseller
     * @param carriedOut the answer of the reseller; {@link WireResponse#NOTHING} before booking
     */
    record FaultContext(StubOperation operation, StubCall call, Instant now, WireResponse carriedOut) {

        /** Returns the answer, or before booking the example of the contract. */
        Reply reply() {
            return carriedOut.reply().status() == Journal.NO_ANSWER
                    ? operation.canned(call.isQuote())
                    : carriedOut.reply();
        }
    }

    private record Documented(int status, String exampleName) implements Effect {

        @Override
        public WireResponse on(FaultContext context) {
            return WireResponse.of(reply(context.operation()));
        }

        @Override
        public void check(StubOperation operation) {
            reply(operation);
        }

        private Reply reply(StubOperation operation) {
            return operation
                    .documented(status, exampleName)
                    .orElseThrow(() -> new IllegalArgumentException(
                            operation.id() + " documents no " + status + " named " + exampleName));
        }
    }

    /** The name of the only example of a status that the contract documents without a body. */
    public static final String WITHOUT_BODY = "WithoutBody";

    static final int ALWAYS = Integer.MAX_VALUE;

    private final Effect effect;
    private final int times;
    private final boolean afterBooking;
    private final Predicate<StubCall> condition;

    private CannedFailure(Effect effect, int times, boolean afterBooking, Predicate<StubCall> condition) {
        this.effect = effect;
        this.times = times;
        this.afterBooking = afterBooking;
        this.condition = condition;
    }

    /** Returns a failure that happens once, before booking. */
    static CannedFailure of(Effect effect) {
        return new CannedFailure(effect, 1, false, call -> true);
    }

    private static CannedFailure of(Reply reply) {
        return of(context -> WireResponse.of(reply));
    }

    private static CannedFailure of(Fault fault) {
        return of(context -> WireResponse.of(fault));
    }

    /** Returns an answer of any status, documented or not, without a body. */
    public static CannedFailure status(int status) {
        return of(Reply.empty(status));
    }

    /** Returns an answer of any status, documented or not. */
    public static CannedFailure status(int status, String body, Map<String, String> headers) {
        return of(new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns a documented answer of the operation, a success too: body and headers of the named example of the contract.
     * The example of an answer without a body is named {@value #WITHOUT_BODY}.
     */
    public static CannedFailure documented(int status, String exampleName) {
        return of(new Documented(status, exampleName));
    }

    /** Closes the connection without an answer. */
    public static CannedFailure drop() {
        return of(Fault.EMPTY_RESPONSE);
    }

    /** Resets the connection. */
    public static CannedFailure reset() {
        return of(Fault.CONNECTION_RESET_BY_PEER);
    }

    /** Sends a good status line and headers, then a broken body, and closes the connection. */
    public static CannedFailure malformed() {
        return of(Fault.MALFORMED_RESPONSE_CHUNK);
    }

    /** Sends the right answer late, for timeouts. The request is carried out. */
    public static CannedFailure late(Duration delay) {
        return of(context -> context.carriedOut().delayed(delay)).afterBooking();
    }

    /** Carries the request out and changes its answer, for example removes a header. */
    public static CannedFailure altered(UnaryOperator<Reply> change) {
        return of(context -> WireResponse.of(change.apply(context.carriedOut().reply())))
                .afterBooking();
    }

    /** Happens at the next call only. The default. */
    public CannedFailure once() {
        return times(1);
    }

    /** Happens at so many calls, at least 1. */
    public CannedFailure times(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a failure happens at least once, not " + calls + " times");
        }
        return new CannedFailure(effect, calls, afterBooking, condition);
    }

    /** Happens at every call from now on. */
    public CannedFailure always() {
        return times(ALWAYS);
    }

    /** Does not carry the request out: nothing is booked. The default, where possible. */
    public CannedFailure beforeBooking() {
        return new CannedFailure(effect, times, false, condition);
    }

    /** Carries the request out, books and charges it, and then answers with the failure. */
    public CannedFailure afterBooking() {
        return new CannedFailure(effect, times, true, condition);
    }

    /** Happens only to matching calls; others do not count. */
    public CannedFailure where(Predicate<StubCall> matching) {
        return new CannedFailure(effect, times, afterBooking, condition.and(matching));
    }

    /** Happens to orders, and not to calls that only ask for a price with {@code quote=true}. */
    public CannedFailure unlessQuote() {
        return where(call -> !call.isQuote());
    }

    boolean isFor(StubCall call) {
        return condition.test(call);
    }

    int times() {
        return times;
    }

    boolean isAfterBooking() {
        return afterBooking;
    }

    WireResponse on(FaultContext context) {
        return effect.on(context);
    }

    void check(StubOperation operation) {
        effect.check(operation);
    }
}
