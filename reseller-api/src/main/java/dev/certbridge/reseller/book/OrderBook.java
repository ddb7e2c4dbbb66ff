package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.failure.Origin;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The record of every spend, written before and after it. Every method is atomic, and what it writes is committed when
 * it returns. Thread-safe.
 */
public interface OrderBook {

    /** A book that dies with this process: for tests and stubs. After a crash it knows nothing, and so protects nothing. */
    static OrderBook inMemory() {
        return inMemory(Clock.systemUTC());
    }

    /** The same, with a clock. */
    static OrderBook inMemory(Clock clock) {
        return new InMemoryOrderBook(clock);
    }

    /**
     * What the book holds for an intent, before anything is asked of the reseller.
     *
     * @return the accepted attempt of the same intent and request, if there is one
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the intent stands for another request, or the
     *     request's public key was used by another intent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an attempt of this intent is on its way or unknown
     */
    Optional<Attempt> recorded(Origin origin, Intent intent, String target, OrderRequest request);

    /**
     * Commits that a request is about to be sent. Checks what {@link #recorded} checks, in the same step.
     *
     * @param leave how long the caller may take until its first byte
     * @throws dev.certbridge.reseller.failure.IntentMismatchException as {@link #recorded}; also when the intent has
     *     been accepted meanwhile
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException as {@link #recorded}
     */
    Attempt begin(Origin origin, Intent intent, Verb verb, String target, OrderRequest request, Duration leave);

    /** The last look before the first byte: true only while the attempt is still the caller's and its leave lasts. */
    boolean maySend(Attempt attempt);

    /** Keeps the head of the answer, and the id when the head holds one, before the body is read. */
    void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id);

    /**
     * Ends an attempt.
     *
     * @param state any but {@code SENDING}
     * @param id the order, when an id was seen
     */
    void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id);

    /** Keeps an order that exists without an intent: a reseller took a question for an order. */
    void unclaimed(OrderId id, OrderRequest request);

    /** What was asked for when this order was placed, if this book placed it. */
    Optional<OrderRequest> requestOf(OrderId id);

    /** True when this book knows an order with this id, claimed or not. */
    boolean knows(String target, String providerId);

    /** Every attempt that nobody knows the outcome of, oldest first. */
    List<Attempt> unresolved();
}
