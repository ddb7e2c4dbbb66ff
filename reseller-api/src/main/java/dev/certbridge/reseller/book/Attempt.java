package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A spend request that was sent, or was about to be sent.
 *
 * @param number unique in its book, growing
 * @param wish the request and its intent, with the CSR of this attempt
 * @param sending what was sent
 * @param owner the call that may send it, a random name
 * @param begun when it was committed, by the book's clock
 * @param state how far it came
 * @param head status and headers of the answer as they arrived, once they did
 * @param orderId the order it became, once an id was seen
 * @param compared true once the charge of its order was compared with the limit
 */
public record Attempt(
        long number,
        SpendRequest wish,
        SpendTerms sending,
        String owner,
        Instant begun,
        State state,
        Optional<Head> head,
        Optional<OrderId> orderId,
        boolean compared) {

    /** The most that the clocks of a book and of a reseller may differ: five minutes. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** The states of an attempt. */
    public enum State {
        /** Committed; may be on the wire. */
        SENDING,
        /** Nothing left this machine. The intent is free. */
        NOT_SENT,
        /** The reseller certainly refused. The intent is free. */
        REJECTED,
        /** A price was quoted and nothing was ordered. The intent is free to order. */
        QUOTED,
        /** The order exists. */
        ACCEPTED,
        /** Sent, with an unknown outcome. The intent stays taken until it is settled. */
        UNKNOWN,
        /** Abandoned by a person. The intent is free. */
        ABANDONED;

        /** Returns true when another attempt of the same intent may be sent. */
        public boolean free() {
            return this == NOT_SENT || this == REJECTED || this == QUOTED || this == ABANDONED;
        }
    }

    /**
     * The head of an answer, stored before its body is read.
     *
     * @param status the HTTP status
     * @param headers name and value lines as they arrived, without the API key
     */
    public record Head(int status, String headers) {}

    /** Returns the intent. */
    public Intent intent() {
        return wish.intent();
    }

    /** Returns the type of the request. */
    public SpendType verb() {
        return sending.verb();
    }

    /** Returns provider, environment and account. */
    public String target() {
        return wish.target();
    }

    /** Returns the order request. */
    public OrderRequest request() {
        return wish.request();
    }

    /** Returns the end of the send window. */
    public Instant sendBefore() {
        return begun.plus(sending.leave());
    }

    /** Returns when nothing of it can be on the wire any more, so that somebody else may settle it. */
    public Instant over() {
        return sendBefore().plus(sending.deadline());
    }

    /**
     * Returns true when the book's clock differs from the reseller's by more than five minutes.
     *
     * @param serverTime the {@code Date} of the answer
     */
    public boolean contradicts(Instant serverTime) {
        return serverTime.isBefore(begun.minus(CLOCK_TOLERANCE)) || serverTime.isAfter(over().plus(CLOCK_TOLERANCE));
    }

    /** Returns true while the outcome is unknown. */
    public boolean unresolved() {
        return state == State.SENDING || state == State.UNKNOWN;
    }

    /** Returns true while it is an order with a limit whose charge was not compared with it yet. */
    public boolean priceOpen() {
        return state == State.ACCEPTED && orders() && sending.allowed().isPresent() && !compared;
    }

    /**
     * Returns false for a completion, which repeats the request of its order, and for a standalone quote, which has no
     * intent.
     */
    public boolean orders() {
        return verb() != SpendType.STANDALONE_QUOTE && wish.completes().isEmpty();
    }

    /** Returns this attempt in another state. */
    public Attempt in(State next) {
        return new Attempt(number, wish, sending, owner, begun, next, head, orderId, compared);
    }

    /** Returns this attempt with other terms. */
    public Attempt with(SpendTerms changed) {
        return new Attempt(number, wish, changed, owner, begun, state, head, orderId, compared);
    }

    /** Returns this attempt with the head of its answer. */
    public Attempt with(Head seen) {
        return new Attempt(number, wish, sending, owner, begun, state, Optional.of(seen), orderId, compared);
    }

    /** Returns this attempt with the order that it became. */
    public Attempt with(OrderId seen) {
        return new Attempt(number, wish, sending, owner, begun, state, head, Optional.of(seen), compared);
    }

    /** Returns this attempt after the charge was compared with the limit. */
    public Attempt afterComparison() {
        return new Attempt(number, wish, sending, owner, begun, state, head, orderId, true);
    }
}
