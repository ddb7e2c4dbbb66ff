package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt to send a spend request. The order book records each attempt before the request is sent. Immutable.
 * Attempts are created by {@link dev.certbridge.reseller.spi.SpendLog#begin}.
 */
public final class Attempt {

    /** The maximum difference that is allowed between the clocks of an order book and a reseller: five minutes. */
    public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    /** The states of an attempt. */
    public enum State {
        /** The attempt is committed, and the request may be under way. */
        SENDING,
        /** Nothing was sent. The intent is free for another attempt. */
        NOT_SENT,
        /** The reseller certainly refused the request. The intent is free for another attempt. */
        REJECTED,
        /** A price was quoted and nothing was ordered. The intent can still be used for an order. */
        QUOTED,
        /** The order exists. */
        ACCEPTED,
        /**
         * The request was sent, and its outcome is unknown. The intent cannot be used again until the attempt is
         * settled or abandoned.
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
     * @param headers the header lines as they arrived, without the API key
     */
    public record Head(int status, String headers) {}

    private final Values values;
    private final Intent intent;
    private final String target;
    private final OrderRequest request;
    private final SpendType type;
    private final Instant sendBefore;
    private final Instant over;
    private final boolean orders;
    private final boolean limited;

    private record Values(
            long number,
            SpendRequest spendRequest,
            SpendTerms terms,
            String owner,
            Instant begun,
            State state,
            Optional<Head> head,
            Optional<OrderId> orderId,
            boolean compared) {}

    private Attempt(Values values) {
        this.values = values;
        SpendRequest spend = values.spendRequest;
        SpendTerms terms = values.terms;
        this.intent = spend.intent();
        this.target = spend.target();
        this.request = spend.request();
        this.type = terms.type();
        this.sendBefore = values.begun.plus(terms.sendWindow());
        this.over = sendBefore.plus(terms.deadline());
        this.orders = type != SpendType.STANDALONE_QUOTE && spend.completes().isEmpty();
        this.limited = terms.allowed().isPresent();
    }

    private Attempt(Attempt from, State state, Optional<Head> head, Optional<OrderId> orderId, boolean compared) {
        Values old = from.values;
        this.values = new Values(
                old.number, old.spendRequest, old.terms, old.owner, old.begun, state, head, orderId, compared);
        this.intent = from.intent;
        this.target = from.target;
        this.request = from.request;
        this.type = from.type;
        this.sendBefore = from.sendBefore;
        this.over = from.over;
        this.orders = from.orders;
        this.limited = from.limited;
    }

    /** Returns the number of the attempt, which is unique in its book. A later attempt has a higher number. */
    public long number() {
        return values.number;
    }

    /** Returns the spend request with its intent and the CSR of this attempt. */
    public SpendRequest spendRequest() {
        return values.spendRequest;
    }

    /** Returns the terms under which the request was sent. */
    public SpendTerms terms() {
        return values.terms;
    }

    /** Returns the random name of the only call that may send the attempt. */
    public String owner() {
        return values.owner;
    }

    /** Returns the time of the commit of the attempt, by the book's clock. */
    public Instant begun() {
        return values.begun;
    }

    /** Returns the state. */
    public State state() {
        return values.state;
    }

    /** Returns status and headers of the response; empty until the headers have arrived. */
    public Optional<Head> head() {
        return values.head;
    }

    /** Returns the order that the attempt placed; empty until the id of the order is known. */
    public Optional<OrderId> orderId() {
        return values.orderId;
    }

    /** Returns true if the charge of the order was compared with the price limit. */
    public boolean compared() {
        return values.compared;
    }

    /** Returns the intent. */
    public Intent intent() {
        return intent;
    }

    /** Returns the type of the request. */
    public SpendType type() {
        return type;
    }

    /** Returns provider, environment and account as one text, see {@link OrderId#target()}. */
    public String target() {
        return target;
    }

    /** Returns the order request. */
    public OrderRequest request() {
        return request;
    }

    /** Returns the end of the send window, after which the attempt is not sent. */
    public Instant sendBefore() {
        return sendBefore;
    }

    /** Returns the time after which the request has certainly ended and another caller may settle the attempt. */
    public Instant over() {
        return over;
    }

    /**
     * Returns true if the reseller's time is more than five minutes before {@link #begun}, or more than five minutes
     * after {@link #over}. If the result is true, the clock of the book or the clock of the reseller is wrong.
     *
     * @param serverTime the time in the {@code Date} header of the response
     */
    public boolean contradicts(Instant serverTime) {
        return serverTime.isBefore(values.begun.minus(CLOCK_TOLERANCE))
                || serverTime.isAfter(over.plus(CLOCK_TOLERANCE));
    }

    /** Returns true if the outcome is unknown, because the attempt is under way or the response was lost. */
    public boolean unresolved() {
        return values.state == State.SENDING || values.state == State.UNKNOWN;
    }

    /**
     * Returns true if the attempt placed an order with a price limit and the charge of the order was not compared with
     * the limit yet.
     */
    public boolean priceOpen() {
        return values.state == State.ACCEPTED && orders && limited && !values.compared;
    }

    /**
     * Returns true if the attempt can place a new order for its intent. Returns false for a completion, which completes
     * an existing order, and for a standalone quote, which has no intent.
     */
    public boolean orders() {
        return orders;
    }

    /** Returns a copy of this attempt in the given state. */
    public Attempt in(State next) {
        return new Attempt(this, next, values.head, values.orderId, values.compared);
    }

    /** Returns a copy of this attempt with the given terms. */
    public Attempt with(SpendTerms changed) {
        Attempt copy = new Builder(values.number, values.spendRequest, changed, values.owner, values.begun).build();
        return new Attempt(copy, values.state, values.head, values.orderId, values.compared);
    }

    /** Returns a copy of this attempt with the given head of the response. */
    public Attempt with(Head seen) {
        return new Attempt(this, values.state, Optional.of(seen), values.orderId, values.compared);
    }

    /** Returns a copy of this attempt with the id of the placed order. */
    public Attempt with(OrderId seen) {
        return new Attempt(this, values.state, values.head, Optional.of(seen), values.compared);
    }

    /** Returns a copy of this attempt in which the charge is marked as compared with the price limit. */
    public Attempt afterComparison() {
        return new Attempt(this, values.state, values.head, values.orderId, true);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attempt that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "Attempt" + values.toString().substring("Values".length());
    }

    /** Builds an attempt before its request is sent. Only implementations of an order book need this builder. */
    public static final class Builder {

        private final Attempt attempt;

        /**
         * Creates a builder of an attempt in state {@link State#SENDING}.
         *
         * @param number the number, unique in its book
         * @param owner a random name of the call that may send the attempt
         */
        public Builder(long number, SpendRequest request, SpendTerms terms, String owner, Instant begun) {
            this.attempt = new Attempt(new Values(
                    number, request, terms, owner, begun, State.SENDING, Optional.empty(), Optional.empty(), false));
        }

        /** Returns the attempt. */
        public Attempt build() {
            return attempt;
        }
    }
}
