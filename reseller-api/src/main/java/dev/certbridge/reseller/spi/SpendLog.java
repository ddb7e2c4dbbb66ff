package dev.certbridge.reseller.spi;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The part of an order book that clients read and write before and after every spend. Only authors of clients need this
 * interface; callers use {@link OrderBook}.
 */
public interface SpendLog extends OrderBook, DnsNameLocks {

    /**
     * Returns the spend log of a book.
     *
     * @throws IllegalArgumentException the book does not implement this interface
     * @throws IllegalStateException the book is from a jar of another version of certbridge
     */
    static SpendLog of(OrderBook book) {
        JarVersion.requireSame(book.getClass());
        if (book instanceof SpendLog log) {
            return log;
        }
        throw new IllegalArgumentException(
                "this order book cannot record spends. Open a book with OrderBooks, or implement SpendLog");
    }

    /**
     * Searches the book for a spend request. Clients call this method before they send anything. If the reseller
     * certainly refused a request (state {@code REJECTED}), its intent is free for another request with the same or
     * another key. The intent is not free if an earlier attempt may have placed an order.
     *
     * @return the accepted attempt of the same intent and request; empty if there is none
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the intent is bound to another request, or the
     *     public key of the request was used by another intent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an attempt of this intent is under way or has an
     *     unknown outcome
     */
    Optional<Attempt> recorded(OperationRef operation, SpendRequest request);

    /**
     * Commits a new attempt before its request is sent, without a comparison with the reseller's time. See {@link
     * #begin(OperationRef, SpendRequest, SpendTerms, Optional)}.
     */
    default Attempt begin(OperationRef operation, SpendRequest request, SpendTerms terms) {
        return begin(operation, request, terms, Optional.empty());
    }

    /**
     * Commits a new attempt before its request is sent, and takes its charge from the budget. The same transaction
     * makes the checks of {@link #recorded}, except for a {@link
     * dev.certbridge.reseller.book.SpendType#STANDALONE_QUOTE}, which has no intent.
     *
     * <p>The clock of the book is compared with the reseller's time. If the clock of the book is behind by at most five
     * minutes, the difference is added to the deadline of the attempt. Without this addition, the attempt would end too
     * early after a correction of the clock.
     *
     * @param serverTime the reseller's current time, from the {@code Date} header of its responses; empty if the time
     *     is not known
     * @throws dev.certbridge.reseller.failure.IntentMismatchException in the same cases as {@link #recorded}, and if
     *     another caller placed the order of this intent meanwhile
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException as {@link #recorded}
     * @throws dev.certbridge.reseller.failure.BudgetExhaustedException the budget does not cover the charge, or the
     *     book has no budget of this name
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted
     * @throws dev.certbridge.reseller.failure.NotSentException the clocks of the book and the reseller differ by more
     *     than five minutes
     * @throws IllegalStateException the database failed. The caller must not send the request. The intent stays free:
     *     if the attempt was committed nevertheless, the book settles the attempt as not sent as soon as possible
     */
    Attempt begin(OperationRef operation, SpendRequest request, SpendTerms terms, Optional<Instant> serverTime);

    /**
     * Returns true if the request may be sent now. Clients call this method immediately before the first byte. The
     * result is false if the book is halted, or if the attempt is no longer in state {@code SENDING} or has another
     * owner. The result is also false if the send window of the attempt is over, or if the clock of the book was set
     * back by more than five minutes.
     */
    boolean maySend(Attempt attempt);

    /**
     * Stores the head of the response before the body is decoded. If the id of the order is already known, the same
     * transaction stores the id and ends the attempt as accepted. An attempt that was abandoned meanwhile becomes
     * accepted too.
     *
     * @param id the id of the order that the reseller accepted; empty if the id is missing in the response head and in
     *     the first part of the body
     * @throws IllegalArgumentException the attempt belongs to another book
     */
    void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id);

    /**
     * Ends an attempt. Only the call that sent the attempt uses this method. If another caller settled or abandoned the
     * attempt before, the book still records the order that the sender received. An order that another caller already
     * recorded for the attempt stays recorded. A repeated call has no effect.
     *
     * @param state any state except {@code SENDING}
     * @throws IllegalArgumentException the attempt belongs to another book
     */
    void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id);

    /**
     * Returns true if this book contains an order with this id, with or without an intent. The parameters have the same
     * meaning as in {@link #orders}.
     */
    default boolean knows(String target, String providerId) {
        return !orders(target, providerId).isEmpty();
    }

    /**
     * Marks the charge of an order as compared with its limit. If the order took less from its budget and the budget
     * has the currency of the charge, the same transaction takes the additional amount from the budget. The method
     * {@link #overspent} does the same.
     *
     * @param charged the charge; empty if the order ended without a charge
     */
    void compared(OrderId id, Optional<Money> charged);

    /** Stores a snapshot and returns its number for {@link SpendTerms#snapshot}. */
    long keep(Snapshot snapshot);

    /**
     * Returns the listing that an order shares with earlier orders of its account, or the caller's turn to read the
     * listing. All users of the book share listings, and only one user reads a listing at a time.
     *
     * <p>A listing is shared if its reading began at most {@code maxAge} ago. A listing is not shared if it may lack an
     * order for one of the names. A listing may lack an order if an unresolved or abandoned attempt of the account may
     * have placed the order after the reading began, and if the book does not know the id of the order.
     *
     * @param names the names of the order; names that differ by {@code www.} or {@code *.} are equal. The list is empty
     *     if equal orders are allowed
     * @param readingTime the time after which another caller may read the listing, if the first reader has not finished
     */
    ListingTurn listing(String target, List<String> names, Duration maxAge, Duration readingTime);

    /**
     * Stores a snapshot that contains all ids of an account, and returns its number for {@link SpendTerms#snapshot}.
     * The book stores only the changes since the previous listing of the account. A listing is removed after a day,
     * unless an unresolved or abandoned attempt needs the listing.
     *
     * @param open the open orders in the listing, for orders that share the listing
     * @param turn the turn in which the listing was read; empty if no other order shares the listing
     */
    long keepListing(Snapshot listing, List<OpenOrder> open, Optional<ListingTurn.Read> turn);

    /** Ends the turn of a reader that failed, so that another caller may read at once. */
    void endReading(String target, ListingTurn.Read turn);

    /** Returns the snapshot or listing with this number; empty if the book has none. */
    Optional<Snapshot> snapshot(long number);

    /**
     * Adds a refund to the budget of the order. The remaining budget increases by one order and by the refunded amount,
     * but at most by the amount that the order took. Clients call this method when the reseller reports a refund. A
     * second refund of the same order has no effect.
     */
    void refunded(OrderId id, Money refund);

    /**
     * Returns the price limit of an order; empty if any price was allowed, or if no attempt in this book placed the
     * order. The method {@link #overspent} raises the limit to the charge of the order, so that the same overcharge is
     * not reported again.
     */
    Optional<Money> allowed(OrderId id);

    /**
     * Stores a charge that exceeds the limit of its order, and halts the book. If the budget of the order has the
     * currency of the charge, the same transaction takes the additional amount from the budget.
     *
     * @param reason the reason of the halt, not blank
     * @throws IllegalArgumentException the reason is blank
     */
    void overspent(OrderId id, Money charged, String reason);

    /**
     * Writes a recovery file with an attempt that could not be committed, and with the id of its order if the id is
     * known. The file is in the recovery folder of the book and is on the disk when this method returns. When the same
     * book is opened with the same folder, the book applies the file and renames the file to {@code .applied}. Does
     * nothing if the book was opened without a recovery folder.
     *
     * @param attempt the attempt in its final state; an attempt in state {@code SENDING} with an id is applied as
     *     accepted
     * @return the recovery file; empty if the book has no recovery folder
     * @throws java.io.UncheckedIOException the file cannot be written
     */
    Optional<Path> writeRecoveryFile(Attempt attempt, Optional<OrderId> id);
}
