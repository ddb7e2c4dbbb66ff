package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One spending request that was, or was about to be, put on the wire.
 *
 * @param number unique in its book, growing
 * @param wish what it serves, with the CSR of this attempt
 * @param sending what was sent
 * @param owner the call that may send it, a random name
 * @param begun when it was committed, by the book's clock
 * @param state how far it came
 * @param head status and headers of the answer as they arrived, once they did
 * @param orderId the order it became, once an id was seen
 * @param compared true once what its order was charged was held against what was allowed
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

    /** How far an attempt came. */
    public enum State {
        /** Committed; may be on the wire. */
        SENDING,
        /** Nothing left this machine. The intent is free. */
        NOT_SENT,
        /** The reseller certainly refused. The intent is free. */
        REJECTED,
        /** A price was told and nothing was ordered. The intent is free to order. */
        QUOTED,
        /** There is an order. */
        ACCEPTED,
        /** Sent, and nobody knows. The intent is taken until somebody looked. */
        UNKNOWN,
        /** Given up by a person, who answers for it. The intent is free. */
        ABANDONED;

        /** True when another attempt of the same intent may be sent. */
        public boolean free() {
            return this == NOT_SENT || this == REJECTED || this == QUOTED || this == ABANDONED;
        }
    }

    /**
     * The head of an answer, kept before its body is read.
     *
     * @param status the HTTP status
     * @param headers name and value lines as they arrived, without the API key
     */
    public record Head(int status, String headers) {}

    /** The caller's name for the wish. */
    public Intent intent() {
        return wish.intent();
    }

    /** What kind of request it is. */
    public SpendType verb() {
        return sending.verb();
    }

    /** Where to: provider, environment and account. */
    public String target() {
        return wish.target();
    }

    /** What was asked for. */
    public OrderRequest request() {
        return wish.request();
    }

    /** When the leave to send ends. */
    public Instant sendBefore() {
        return begun.plus(sending.leave());
    }

    /** When nothing of it can be on the wire any more, so that somebody else may settle it. */
    public Instant over() {
        return sendBefore().plus(sending.deadline());
    }

    /**
     * True when the reseller's clock tells that the book's is wrong, by more than five minutes.
     *
     * @param serverTime the {@code Date} of the answer
     */
    public boolean contradicts(Instant serverTime) {
        return serverTime.isBefore(begun.minus(CLOCK_TOLERANCE)) || serverTime.isAfter(over().plus(CLOCK_TOLERANCE));
    }

    /** True while nobody knows what came of it. */
    public boolean unresolved() {
        return state == State.SENDING || state == State.UNKNOWN;
    }

    /** True while it is an order that may not cost any price, and nobody has seen yet what it cost. */
    public boolean priceOpen() {
        return state == State.ACCEPTED && orders() && sending.allowed().isPresent() && !compared;
    }

    /** False for a completion, which repeats the request of its order, and for a question, which serves no intent. */
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
