package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** What clients read and write in an order book around every spend. For authors of clients; callers use {@link OrderBook}. */
public interface SpendLog extends OrderBook, DnsNameLocks {

    /**
     * Returns the spend log of a book.
     *
     * @throws IllegalArgumentException the book has none
     */
    static SpendLog of(OrderBook book) {
        if (book instanceof SpendLog log) {
            return log;
        }
        throw new IllegalArgumentException(
                "this order book records no spends: open one with OrderBooks, or implement SpendLog");
    }

    /**
     * Looks up a spend request, before anything is asked of the reseller.
     *
     * @return the accepted attempt of the same intent and request, if there is one
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the intent was used for another request, or the
     *     request's public key by another intent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an attempt of this intent is under way or unknown
     */
    Optional<Attempt> recorded(OperationRef operation, SpendRequest request);

    /** Commits that a request is about to be sent, as the other {@code begin} without the reseller's time. */
    default Attempt begin(OperationRef operation, SpendRequest request, SpendTerms terms) {
        return begin(operation, request, terms, Optional.empty());
    }

    /**
     * Commits that a request is about to be sent, and takes its charge from the budget. Checks what {@link #recorded}
     * checks, in the same step, except for a {@link dev.certbridge.reseller.book.SpendType#STANDALONE_QUOTE}, which
     * serves no intent. Compares the clock of the book with the reseller's: where it is behind, but not too far, the
     * attempt's deadline is longer by that much, so that it is not over too early when the clock is corrected meanwhile.
     *
     * @param serverTime the reseller's time now, from the {@code Date} of its answers; empty when it is not known
     * @throws dev.certbridge.reseller.failure.IntentMismatchException as {@link #recorded}; also when the intent has
     *     been accepted meanwhile
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException as {@link #recorded}
     * @throws dev.certbridge.reseller.failure.BudgetExhaustedException the budget does not cover the charge, or there is
     *     none of that name
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted
     * @throws dev.certbridge.reseller.failure.NotSentException the two clocks differ by more than five minutes
     * @throws IllegalStateException the database failed. Nothing may be sent, and the intent is free: should the attempt
     *     have been committed all the same, the book settles it as not sent as soon as it can
     */
    Attempt begin(OperationRef operation, SpendRequest request, SpendTerms terms, Optional<Instant> serverTime);

    /**
     * Checks once more before the first byte: returns true only while the attempt is still the caller's, its send window
     * lasts, and the clock of the book has not been set back by more than five minutes.
     */
    boolean maySend(Attempt attempt);

    /**
     * Stores the head of the answer, and the id when the head has one, before the body is read. An id makes an attempt
     * that was abandoned meanwhile an accepted one.
     *
     * @throws IllegalArgumentException the attempt is of another book
     */
    void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id);

    /**
     * Ends an attempt, by the call that sent it. It may come after somebody else's decision: an order that the call saw is
     * recorded whatever was decided meanwhile, and an order that somebody else found stays. Repeating it has no effect.
     *
     * @param state any but {@code SENDING}
     * @param id the order, when an id was seen
     * @throws IllegalArgumentException the attempt is of another book
     */
    void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id);

    /** Returns true when this book knows an order with this id, with an intent or without. */
    default boolean knows(String account, String providerId) {
        return !orders(account, providerId).isEmpty();
    }

    /** Stores that the charge of an order was compared with its limit, as {@link #overspent} does too. */
    void compared(OrderId id);

    /** Stores a snapshot; the number refers to it in {@link SpendTerms}. */
    long keep(Snapshot snapshot);

    /** Returns the snapshot with this number. */
    Optional<Snapshot> snapshot(long number);

    /**
     * Returns to its budget what an order took: the order, and of its money no more than was refunded. Counts once; a
     * later refund of the same order changes nothing. Called when a refund of it was seen.
     */
    void refunded(OrderId id, Money refund);

    /**
     * Returns the limit of an order when it was sent; empty when any price was allowed, and for an order that no attempt
     * of this book became. After {@link #overspent} it is the charge, so that one charge is reported once.
     */
    Optional<Money> allowed(OrderId id);

    /**
     * Stores that an order was charged above its limit: halts the book, and in the same step raises what the order took
     * from its budget to its charge. A charge in another currency than the budget's changes nothing there.
     *
     * @param charged the charge of the order
     * @param reason as {@link #halt}
     */
    void overspent(OrderId id, Money charged, String reason);

    /**
     * Writes what could not be committed to a recovery file: the attempt, and the order if its id was seen, in the folder
     * that the book was opened with, on the disk when this returns. Opening the same book again with that folder applies
     * the file and renames it to {@code .applied}. Does nothing in a book without a folder.
     *
     * @param attempt with the state in which it ended; when that is {@code SENDING}, it is accepted if there is an id
     * @return the file
     * @throws java.io.UncheckedIOException it cannot be written
     */
    Optional<Path> rescue(Attempt attempt, Optional<OrderId> id);
}
