package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.http.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A failure, or another answer than the usual one, to provoke with {@link StubReseller#answer}: what the caller sees, how
 * often, and whether the order was booked by then. Without more said it happens once, before anything is booked.
 */
public final class CannedFailure {

    /** What the caller sees, given what the reseller answered; before booking it answered nothing worth keeping. */
    interface Effect {
        WireResponse on(FaultContext moment);

        /** Complains early about an operation that it cannot happen to. */
        default void check(StubOperation operation) {}
    }

    private record Documented(int status, String exampleName) implements Effect {
        @Override
        public WireResponse on(FaultContext moment) {
            return WireResponse.of(reply(moment.operation()));
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

    /** The name of the one example of a status that the contract documents without a body. */
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

    /** Any status, documented or not, without a body. */
    public static CannedFailure status(int status) {
        return reply(new Reply(status, Map.of(), new byte[0]));
    }

    /** Any status, documented or not. */
    public static CannedFailure status(int status, String body, Map<String, String> headers) {
        return reply(new Reply(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * An answer that the contract documents for the operation, a success too: the body of the contract's named example
     * and the headers that the contract shows. An answer documented without a body is named {@value #WITHOUT_BODY}.
     */
    public static CannedFailure documented(int status, String exampleName) {
        return of(new Documented(status, exampleName));
    }

    /** The connection is closed without an answer. */
    public static CannedFailure drop() {
        return fault(Fault.EMPTY_RESPONSE);
    }

    /** The connection is reset. */
    public static CannedFailure reset() {
        return fault(Fault.CONNECTION_RESET_BY_PEER);
    }

    /** A good status line and headers, then a broken body, then the end. */
    public static CannedFailure malformed() {
        return fault(Fault.MALFORMED_RESPONSE_CHUNK);
    }

    /** The right answer, late: for time limits. The request is carried out. */
    public static CannedFailure late(Duration delay) {
        return of(moment -> moment.carriedOut().delayed(delay)).afterBooking();
    }

    /** The request is carried out and its answer altered on the way back, for example stripped of a header. */
    public static CannedFailure altered(UnaryOperator<Reply> change) {
        return of(moment -> WireResponse.of(change.apply(moment.carriedOut().reply())))
                .afterBooking();
    }

    /** Happens at the next call only. The default. */
    public CannedFailure once() {
        return times(1);
    }

    /** Happens at so many calls. */
    public CannedFailure times(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("a failure happens at least once");
        }
        return new CannedFailure(effect, calls, afterBooking, condition);
    }

    /** Happens at every call from now on. */
    public CannedFailure always() {
        return times(ALWAYS);
    }

    /** The request is not carried out: nothing is booked. The default, where it makes sense. */
    public CannedFailure beforeBooking() {
        return new CannedFailure(effect, times, false, condition);
    }

    /** The request is carried out, booked and charged, and then answered like this. */
    public CannedFailure afterBooking() {
        return new CannedFailure(effect, times, true, condition);
    }

    /** Happens only to calls like these; others pass it by and use nothing up. */
    public CannedFailure where(Predicate<StubCall> wanted) {
        return new CannedFailure(effect, times, afterBooking, condition.and(wanted));
    }

    /** Happens to orders and not to calls that only ask for a price with {@code quote=true}. */
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

    WireResponse on(FaultContext moment) {
        return effect.on(moment);
    }

    void check(StubOperation operation) {
        effect.check(operation);
    }

    private static CannedFailure reply(Reply reply) {
        return of(moment -> WireResponse.of(reply));
    }

    private static CannedFailure fault(Fault fault) {
        return of(moment -> WireResponse.of(fault));
    }

    /** Once, and before booking. */
    static CannedFailure of(Effect effect) {
        return new CannedFailure(effect, 1, false, call -> true);
    }
}
