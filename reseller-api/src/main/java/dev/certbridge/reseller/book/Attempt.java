package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A spend request that was sent or was about to be sent, as the order book stores it.
 *
 * @param number the number, unique in its book; a later attempt has a higher number
 * @param spendRequest the spend request with its intent and the CSR of this attempt
 * @param terms the terms under which it was sent: type, time limits, price limit
 * @param owner a random name of the call that may send the attempt; no other call may
 * @param begun the time at which the attempt was committed, by the book's clock
 * @param state the state
 * @param head status and headers of the response; empty until they have arrived
 * @param orderId the order that the attempt placed; empty until its id was seen
 * @param compared true if the charge of the order was compared with the limit
 */
public record Attempt(
        long number,
        SpendRequest spendRequest,
        SpendTerms terms,
        String owner,
        Instant begun,
        State state,
        Optional<Head> head,
        Optional<OrderId> orderId,
        boolean compared) {

    /** The largest allowed difference between the clocks of an order book and a reseller: five minutes. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** The states of an attempt. */
    public enum State {
        /** The attempt is committed, and the request may be under way. */
        SENDING,
        /** Nothing was sent. The intent is free for another attempt. */
        NOT_SENT,
        /** The reseller certainly refused the request. The intent is free for another attempt. */
        REJECTED,
        /** A price was quoted and nothing was ordered. The intent is free for an order. */
        QUOTED,
        /** The order exists. */
        ACCEPTED,
        /**
         * The request was sent, and its outcome is unknown. The intent stays taken until the attempt is settled or
         * abandoned.
         */
        UNKNOWN,
        /** A person confirmed that nothing was ordered. The intent is free for another attempt. */
        ABANDONED;

        /** Returns true if another attempt of the same intent may be sent. */
        public boolean free() {
            return this == NOT_SENT || this == REJECTED || this == QUOTED || this == ABANDONED;
        }
    }

    /**
     * Status and headers of a response, stored before the body is read.
     *
     * @param status the HTTP status
     * @param headers the header lines as they arrived, without the API key
     */
    public record Head(int status, String headers) {}

    /** Returns the intent. */
    public Intent intent() {
        return spendRequest.intent();
    }

    /** Returns the type of the request. */
    public SpendType type() {
        return terms.type();
    }

    /** Returns provider, environment and account as one text, see {@link OrderId#target()}. */
    public String target() {
        return spendRequest.target();
    }

    /** Returns the order request. */
    public OrderRequest request() {
        return spendRequest.request();
    }

    /** Returns the end of the send window: the attempt is not sent after it. */
    public Instant sendBefore() {
        return begun.plus(terms.sendWindow());
    }

    /**
     * Returns the time after which the request cannot be under way any more. From then on, another caller may settle
     * the attempt.
     */
    public Instant over() {
        return sendBefore().plus(terms.deadline());
    }

    /**
     * Returns true if the reseller's time is more than five minutes before the attempt began, or more than five minutes
     * after the attempt is over. One of the two clocks is wrong then.
     *
     * @param serverTime the time in the {@code Date} header of the response
     */
    public boolean contradicts(Instant serverTime) {
        return serverTime.isBefore(begun.minus(CLOCK_TOLERANCE)) || serverTime.isAfter(over().plus(CLOCK_TOLERANCE));
    }

    /** Returns true if the outcome is unknown, because the attempt is under way or its response was lost. */
    public boolean unresolved() {
        return state == State.SENDING || state == State.UNKNOWN;
    }

    /**
     * Returns true if the attempt placed an order with a price limit and the charge of the order was not compared with
     * the limit yet.
     */
    public boolean priceOpen() {
        return state == State.ACCEPTED && orders() && terms.allowed().isPresent() && !compared;
    }

    /**
     * Returns true if the attempt can place an order of its intent. Returns false for a completion, which completes an
     * existing order, and for a standalone quote, which has no intent.
     */
    public boolean orders() {
        return type() != SpendType.STANDALONE_QUOTE && spendRequest.completes().isEmpty();
    }

    /** Returns a copy in another state. */
    public Attempt in(State next) {
        return new Attempt(number, spendRequest, terms, owner, begun, next, head, orderId, compared);
    }

    /** Returns a copy with other terms. */
    public Attempt with(SpendTerms changed) {
        return new Attempt(number, spendRequest, changed, owner, begun, state, head, orderId, compared);
    }

    /** Returns a copy with the head of its response. */
    public Attempt with(Head seen) {
        return new Attempt(number, spendRequest, terms, owner, begun, state, Optional.of(seen), orderId, compared);
    }

    /** Returns a copy with the order that the attempt placed. */
    public Attempt with(OrderId seen) {
        return new Attempt(number, spendRequest, terms, owner, begun, state, head, Optional.of(seen), compared);
    }

    /** Returns a copy in which the charge is marked as compared with the limit. */
    public Attempt afterComparison() {
        return new Attempt(number, spendRequest, terms, owner, begun, state, head, orderId, true);
    }
}
