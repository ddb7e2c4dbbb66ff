package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of every spend. The book is written before and after each spend. Thread-safe. Every method is atomic, and
 * its changes are committed when the method returns.
 *
 * <p>The meaning of "committed" depends on the type of the book. In a book in memory, a committed change is visible to
 * every thread of this process. In a SQLite book, a committed change is on the disk of this host, and so is the
 * directory entry of the file. In PostgreSQL, a committed change is at least on the disk of the server. The PostgreSQL
 * setting {@code synchronous_commit} can make changes more durable.
 *
 * <p>The latest orders are missing in a book that was restored from a backup, and on a standby server that took over
 * without the last commits. A book that lacks its latest orders cannot prevent these orders from being placed a second
 * time.
 *
 * <p>Every method of a book in a database throws {@link IllegalStateException} with a message of one line if the
 * database fails. After a failure of the database, each change is either written completely or not at all.
 *
 * <p>Clients write to a book through {@link dev.certbridge.reseller.spi.SpendLog}, which every book also implements.
 */
public interface OrderBook extends AutoCloseable {

    /**
     * Returns the time of the book's clock: the clock of the database server for a book in PostgreSQL, and the clock of
     * this host otherwise. All hosts that share a book also share its clock.
     */
    Instant now();

    /**
     * Returns every attempt with an unknown outcome, oldest first. Resolve each attempt with
     * {@link dev.certbridge.reseller.Orders#reconcile} and {@link #settle}, or with {@link #abandon}.
     */
    List<Attempt> unresolved();

    /**
     * Returns the attempts for which {@link Attempt#priceOpen} returns true, oldest first. The charge of an order is
     * not compared with the price limit if the order cannot be read, or if the process ends too early. A missing
     * comparison is made when the order is read with {@code get} or {@code await}, or when the intent of the order is
     * repeated.
     */
    List<Attempt> uncompared();

    /** Returns the attempts of an intent in any state, including completions, oldest first. */
    List<Attempt> attempts(Intent intent);

    /** Returns the attempt with this number, in any state; empty if the book has none. */
    Optional<Attempt> attempt(long number);

    /** Returns the request of an order in this book; empty if the book does not contain the order. */
    Optional<OrderRequest> requestOf(OrderId id);

    /**
     * Returns the orders in this book that have this id at the reseller, with or without an intent.
     *
     * @param target provider, environment and account as one text, see {@link OrderId#target()}
     * @param providerId the reseller's id of the order, see {@link OrderId#providerId()}
     */
    List<KnownOrder> orders(String target, String providerId);

    /**
     * Ends an unresolved attempt as accepted, with the order that {@code reconcile} found or a person identified. If a
     * clock was wrong and the attempt began more than five minutes in the future, the attempt can be settled at once.
     *
     * @throws IllegalStateException the attempt is already resolved, or the request may still be under way; the message
     *     says until when
     * @throws IllegalStateException the order belongs to another intent, and the attempt is not a completion
     * @throws IllegalArgumentException the attempt belongs to another book, or the order belongs to another account or
     *     has another public key
     */
    void settle(Attempt attempt, Reconciliation.Placed placed);

    /**
     * Ends an unresolved attempt after a person confirmed that the attempt ordered nothing. The intent of the attempt
     * can then be used again.
     *
     * @param reason the reason, stored with the attempt; not blank
     * @throws IllegalStateException the attempt is already resolved, or the request may still be under way; the message
     *     says until when
     * @throws IllegalArgumentException the reason is blank, or the attempt belongs to another book
     */
    void abandon(Attempt attempt, String reason);

    /**
     * Ends an unresolved attempt as {@link #abandon} does, even if the request may still be under way according to the
     * book's clock. Use this method for an attempt that began while a clock was wrong. If the request was not sent
     * before this call, the request is never sent. If the request was sent before this call, the response is still
     * recorded.
     *
     * @param reason the reason, stored with the attempt; not blank
     * @throws IllegalStateException the attempt is already resolved
     * @throws IllegalArgumentException the reason is blank, or the attempt belongs to another book
     */
    void abandonNow(Attempt attempt, String reason);

    /**
     * Creates or changes a budget. Earlier orders with this budget also count against the new values.
     *
     * @throws IllegalArgumentException money in another currency was already taken from the budget
     */
    void budget(Budget budget);

    /** Returns the remaining part of a budget; empty if the book has no budget of this name. */
    Optional<Budget.Left> left(String budget);

    /**
     * Halts the book: every spend is refused until {@link #resume}. The reasons of several halts are joined.
     *
     * @throws IllegalArgumentException the reason is blank
     */
    void halt(String reason);

    /** Returns the reason why the book is halted; empty if the book is not halted. */
    Optional<String> halted();

    /**
     * Ends a halt. Only a person should end a halt.
     *
     * @throws IllegalArgumentException the reason is blank
     */
    void resume(String reason);

    /**
     * Writes a backup of a SQLite book to a new file while the book is in use. The backup contains the book at one
     * point in time and is on the disk when this method returns. The backup is a halted book until {@link #resume} is
     * called, because the backup does not contain later orders. Other calls on the book wait for the end of the backup,
     * and fail after ten seconds.
     *
     * @param target the new file, in an existing folder; only the owner of the file can read the file
     * @throws IllegalArgumentException the file exists already, or its folder does not exist
     * @throws IllegalStateException the database failed
     * @throws java.io.UncheckedIOException the file cannot be written
     * @throws UnsupportedOperationException the book is in memory or in PostgreSQL; use {@code pg_dump} for PostgreSQL
     */
    void backup(Path target);

    /**
     * Returns the recovery files that could not be read or applied when the book was opened. The book renames each
     * damaged file, so that the name of the file ends in {@code .damaged}. Each damaged file may contain the id of an
     * order, so a person should inspect the file and then delete it.
     */
    List<Path> damagedRecoveryFiles();

    /** Closes the connections and files that the book opened itself. Does nothing by default. */
    @Override
    default void close() {}
}
