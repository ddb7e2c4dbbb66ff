package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A failure or another unusual answer that {@link StubReseller#answer} provokes. By default, the failure applies to one
 * call, and the stub books nothing for this call.
 */
public final class CannedFailure {

    /** Computes the response that the stub sends for a failure. */
    interface Effect {
        WireResponse on(FaultContext context);

        /** Throws IllegalArgumentException if the failure cannot happen at the operation. */
        default void check(StubOperation operation) {}
    }

    /**
     * A call to which a failure is applied. The component {@code carriedOut} is {@code NOTHING} if the stub did not
     * carry out the request.
     */
    record FaultContext(StubOperation operation, StubCall call, Instant now, WireResponse carriedOut) {

        /**
         * Returns the answer to the request, or an example of the contract if the stub did not carry out the request.
         */
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
                            operation.id() + " has no example " + exampleName + " for status " + status));
        }
    }

    /** The example name to pass for a documented answer without a body. */
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

    /** Returns a failure that applies to one call, and makes the stub book nothing for the call. */
    static CannedFailure of(Effect effect) {
        return new CannedFailure(effect, 1, false, call -> true);
    }

    private static CannedFailure of(Reply reply) {
        return of(context -> WireResponse.of(reply));
    }

    private static CannedFailure of(Fault fault) {
        return of(context -> WireResponse.of(fault));
    }

    /**
     * Returns a failure that answers with this status and without a body. The contract does not have to document the
     * status.
     */
    public static CannedFailure status(int status) {
        return of(Reply.empty(status));
    }

    /**
     * Returns a failure that answers with this status, body and headers. The contract does not have to document the
     * status.
     */
    public static CannedFailure status(int status, String body, Map<String, String> headers) {
        return of(new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns a failure that answers with an example of the contract, even with an example of a success. */
    public static CannedFailure documented(int status, String exampleName) {
        return of(new Documented(status, exampleName));
    }

    /** Returns a failure that closes the connection without an answer. */
    public static CannedFailure drop() {
        return of(Fault.EMPTY_RESPONSE);
    }

    /** Returns a failure that resets the connection. */
    public static CannedFailure reset() {
        return of(Fault.CONNECTION_RESET_BY_PEER);
    }

    /**
     * Returns a failure that sends a valid status line and headers, then an invalid body, and closes the connection.
     */
    public static CannedFailure malformed() {
        return of(Fault.MALFORMED_RESPONSE_CHUNK);
    }

    /** Returns a failure that makes the stub carry out the request and send the correct answer after a delay. */
    public static CannedFailure late(Duration delay) {
        return of(context -> context.carriedOut().delayed(delay)).afterBooking();
    }

    /** Returns a failure that makes the stub carry out the request and then change the answer with this function. */
    public static CannedFailure altered(UnaryOperator<Reply> change) {
        return of(context -> WireResponse.of(change.apply(context.carriedOut().reply())))
                .afterBooking();
    }

    /** Returns a copy of this failure that applies to the next call only. By default, a failure applies to one call. */
    public CannedFailure once() {
        return times(1);
    }

    /** Returns a copy of this failure that applies to this number of calls, which must be at least 1. */
    public CannedFailure times(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a failure must happen at least once, not " + calls + " times");
        }
        return new CannedFailure(effect, calls, afterBooking, condition);
    }

    /** Returns a copy of this failure that applies to every call. */
    public CannedFailure always() {
        return times(ALWAYS);
    }

    /**
     * Returns a copy of this failure that the stub sends instead of carrying out the request. By default, the stub
     * carries out the request only if the failure delays or changes the answer.
     */
    public CannedFailure beforeBooking() {
        return new CannedFailure(effect, times, false, condition);
    }

    /** Returns a copy of this failure that happens after the stub has carried out, booked and charged the request. */
    public CannedFailure afterBooking() {
        return new CannedFailure(effect, times, true, condition);
    }

    /**
     * Returns a copy of this failure that applies only to calls that meet the condition. The failure counts only calls
     * that meet the condition.
     */
    public CannedFailure where(Predicate<StubCall> matching) {
        return new CannedFailure(effect, times, afterBooking, condition.and(matching));
    }

    /** Returns a copy of this failure that ignores calls that only request a price ({@code quote=true}). */
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
