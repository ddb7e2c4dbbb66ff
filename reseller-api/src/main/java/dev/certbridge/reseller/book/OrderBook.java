package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.failure.OperationRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of every spend, written before and after it. Every method is atomic, and what it writes is committed when
 * it returns. Thread-safe.
 *
 * <p>Committed means: in memory, seen by every thread of this process; on SQLite, on this host's disk, the folder
 * included; on PostgreSQL, as durable as its {@code synchronous_commit} makes it, at least on the disk of the server.
 * A book that was restored from a backup, and a standby that took over without the last commits, has forgotten orders
 * and no longer protects from ordering them twice: nothing is promised for those.
 *
 * <p>Every method of a book in a database throws {@link IllegalStateException}, in one line, when the database fails.
 * What was to be written may then be written or not, never in part.
 */
public interface OrderBook extends DnsNameLocks, BookFiles, AutoCloseable {

    /**
     * What the book holds for a wish, before anything is asked of the reseller.
     *
     * @return the accepted attempt of the same intent and request, if there is one
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the intent stands for another request, or the
     *     request's public key was used by another intent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an attempt of this intent is on its way or unknown
     */
    Optional<Attempt> recorded(OperationRef origin, SpendRequest wish);

    /**
     * Commits that a request is about to be sent, and takes its charge. Checks what {@link #recorded} checks, in the
     * same step; not for a {@link SpendType#STANDALONE_QUOTE}, which serves no intent.
     *
     * @throws dev.certbridge.reseller.failure.IntentMismatchException as {@link #recorded}; also when the intent has
     *     been accepted meanwhile
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException as {@link #recorded}
     * @throws dev.certbridge.reseller.failure.BudgetExhaustedException the budget does not cover the charge, or there is
     *     none of that name
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted
     * @throws IllegalStateException the database failed. Nothing may be sent, and the intent is free: should the attempt
     *     have been committed all the same, the book settles it as not sent as soon as it can
     */
    default Attempt begin(OperationRef origin, SpendRequest wish, SpendTerms sending) {
        return begin(origin, wish, sending, Optional.empty());
    }

    /**
     * Commits the same, unless the clock of the book is wrong: it is compared with the reseller's. Where it is behind, but
     * not too far, the attempt's deadline is longer by that much, so that it is not over too early when the clock is set
     * right meanwhile.
     *
     * @param serverTime the reseller's clock now, as {@code Date} of its answers tells it; empty when it is not known
     * @throws dev.certbridge.reseller.failure.NotSentException the two clocks differ by more than five minutes
     */
    Attempt begin(OperationRef origin, SpendRequest wish, SpendTerms sending, Optional<Instant> serverTime);

    /**
     * The last look before the first byte: true only while the attempt is still the caller's and its leave lasts, and the
     * clock of the book has not been set back by more than five minutes.
     */
    boolean maySend(Attempt attempt);

    /**
     * Keeps the head of the answer, and the id when the head holds one, before the body is read. An id makes an attempt
     * that was given up meanwhile an accepted one.
     *
     * @throws IllegalArgumentException the attempt is of another book
     */
    void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id);

    /**
     * Ends an attempt, by the call that sent it. Its word may come after somebody else's: an order that it saw is
     * recorded whatever was decided meanwhile, and an order that somebody else found stays. Said twice, it counts once.
     *
     * @param state any but {@code SENDING}
     * @param id the order, when an id was seen
     * @throws IllegalArgumentException the attempt is of another book
     */
    void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id);

    /**
     * Ends an unresolved attempt by what a look at the reseller proved or a person decided.
     *
     * @throws IllegalStateException it is resolved already, or may still be on the wire; one line says until when. One that
     *     was begun more than five minutes after now, by a clock that was ahead, is settled at once. Also
     *     when the order is that of another intent, unless a completion is settled
     * @throws IllegalArgumentException the attempt is of another book, or the order is elsewhere or for another key
     */
    void settle(Attempt attempt, Reconciliation.Placed placed);

    /**
     * Ends an unresolved attempt by a person's word that it ordered nothing. The intent is free again.
     *
     * @param reason kept with it, not blank
     * @throws IllegalStateException as {@link #settle(Attempt, Reconciliation.Placed)}
     */
    void abandon(Attempt attempt, String reason);

    /**
     * Ends an unresolved attempt as {@link #abandon} does, also while it may be on the wire by what the book says: for an
     * attempt that was begun while a clock was wrong. Its sender sends nothing any more; what it has sent already, and what
     * is answered to that, counts when the answer arrives.
     *
     * @param reason kept with it, not blank
     * @throws IllegalStateException it is resolved already
     */
    void abandonNow(Attempt attempt, String reason);

    /** Returns the attempts of an intent, in whatever state, oldest first; a completion's too. */
    List<Attempt> attempts(Intent intent);

    /** Returns the attempt with this number, in whatever state. */
    Optional<Attempt> attempt(long number);

    /** What was asked for when this order was placed, if this book placed it. */
    Optional<OrderRequest> requestOf(OrderId id);

    /** The orders with this id of the reseller's that this book knows, claimed or not. */
    List<KnownOrder> orders(String target, String providerId);

    /** True when this book knows an order with this id, claimed or not. */
    default boolean knows(String target, String providerId) {
        return !orders(target, providerId).isEmpty();
    }

    /** Every attempt that nobody knows the outcome of, oldest first. */
    List<Attempt> unresolved();

    /**
     * Every order that was limited and whose price nobody has seen yet: it could not be read back, or the process ended
     * before. A look at the order ({@code find}, {@code await}, or its intent once more) compares. Oldest first.
     */
    List<Attempt> uncompared();

    /** Keeps that what an order was charged was held against what was allowed, as {@link #overspent} does too. */
    void compared(OrderId id);

    /** Keeps a snapshot; the number names it in {@link SpendTerms}. */
    long keep(Snapshot snapshot);

    /** The snapshot of this number. */
    Optional<Snapshot> snapshot(long number);

    /**
     * Sets up a budget, or changes one; what was taken stays taken.
     *
     * @throws IllegalArgumentException money was taken from it in another currency
     */
    void budget(Budget budget);

    /** What is left of a budget. */
    Optional<Budget.Left> left(String budget);

    /**
     * Gives back to its budget what an order took: the order, and of its money no more than was refunded. Once; what is
     * said later of the same order changes nothing. Called when a refund of it was seen.
     */
    void refunded(OrderId id, Money refund);

    /**
     * The most that an order was allowed to cost when it was sent; empty when any price was allowed, and for an order
     * that no attempt of this book became. After {@link #overspent} it is what was charged, so that one charge is told
     * once.
     */
    Optional<Money> allowed(OrderId id);

    /**
     * Keeps that an order was charged above what was allowed: halts the book, and in the same step raises what the order
     * took from its budget to what it cost. A charge in another currency than the budget's cannot be reckoned: what was
     * taken stays then.
     *
     * @param charged what the order cost
     * @param reason as {@link #halt}
     */
    void overspent(OrderId id, Money charged, String reason);

    /** Refuses every {@link #begin} from now on: a reseller charged more than was allowed. */
    void halt(String reason);

    /** Why the book is halted, when it is. */
    Optional<String> halted();

    /** Lets a halted book go on, by a person's word. */
    void resume(String reason);

    /** Closes what the book opened itself. */
    @Override
    default void close() {}
}
