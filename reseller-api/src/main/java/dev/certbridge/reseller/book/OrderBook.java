package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The record of every spend, written before and after it. Thread-safe. Every method is atomic, and what it writes is
 * committed when it returns.
 *
 * <p>Committed means: in memory, visible to every thread of this process; on SQLite, on this host's disk, the folder
 * included; on PostgreSQL, as durable as its {@code synchronous_commit} makes it, at least on the disk of the server. A
 * book that was restored from a backup, and a standby that took over without the last commits, has lost orders and no
 * longer protects from ordering them twice: nothing is promised for those.
 *
 * <p>Every method of a book in a database throws {@link IllegalStateException}, in one line, when the database fails.
 * What was to be written may then be written or not, never in part.
 *
 * <p>Clients write to a book through {@link dev.certbridge.reseller.spi.SpendLog}, which every book implements too.
 */
public interface OrderBook extends AutoCloseable {

    /** Returns every attempt with an unknown outcome, oldest first. */
    List<Attempt> unresolved();

    /**
     * Returns every order with a limit whose charge was not compared with it yet: it could not be read back, or the
     * process ended before. Reading the order ({@code get}, {@code await}, or its intent once more) compares. Oldest
     * first.
     */
    List<Attempt> uncompared();

    /** Returns the attempts of an intent, in any state, oldest first, completions included. */
    List<Attempt> attempts(Intent intent);

    /** Returns the attempt with this number, in any state. */
    Optional<Attempt> attempt(long number);

    /** Returns the request of an order that this book placed. */
    Optional<OrderRequest> requestOf(OrderId id);

    /** Returns the orders with this id of the reseller's that this book knows, with an intent or without. */
    List<KnownOrder> orders(String account, String providerId);

    /**
     * Ends an unresolved attempt with the order that {@code reconcile} proved or a person identified.
     *
     * @throws IllegalStateException it is resolved already, or may still be on the wire (one line says until when; one
     *     that was begun more than five minutes in the future, by a clock that was ahead, is settled at once); or the
     *     order belongs to another intent, unless a completion is settled
     * @throws IllegalArgumentException the attempt is of another book, or the order is elsewhere or for another key
     */
    void settle(Attempt attempt, Reconciliation.Placed placed);

    /**
     * Ends an unresolved attempt because a person confirms that it ordered nothing. The intent is free again.
     *
     * @param reason stored with it, not blank
     * @throws IllegalStateException as {@link #settle(Attempt, Reconciliation.Placed)}
     */
    void abandon(Attempt attempt, String reason);

    /**
     * Ends an unresolved attempt as {@link #abandon} does, also while it may still be on the wire by the book's clock:
     * for an attempt that was begun while a clock was wrong. Its sender sends nothing any more; what it has sent already,
     * and what is answered to that, counts when the answer arrives.
     *
     * @param reason stored with it, not blank
     * @throws IllegalStateException it is resolved already
     */
    void abandonNow(Attempt attempt, String reason);

    /**
     * Creates or changes a budget; what was taken from it stays taken.
     *
     * @throws IllegalArgumentException money was taken from it in another currency
     */
    void budget(Budget budget);

    /** Returns what is left of a budget. */
    Optional<Budget.Left> left(String budget);

    /** Halts the book: every order is refused until {@link #resume}. */
    void halt(String reason);

    /** Returns why the book is halted, when it is. */
    Optional<String> halted();

    /** Ends a halt. A person decides that. */
    void resume(String reason);

    /**
     * Writes a backup of a SQLite book to a new file, while the book is in use. The backup is the book at one moment, on
     * the disk when this returns, and halted: it lacks every later order, so it sends nothing until {@link #resume}.
     * Other steps wait meanwhile, ten seconds at most, and fail then.
     *
     * @param target a new file in an existing folder, readable for its owner alone
     * @throws IllegalArgumentException the file exists, or its folder does not
     * @throws IllegalStateException the book failed
     * @throws java.io.UncheckedIOException the file cannot be written
     * @throws UnsupportedOperationException a book in PostgreSQL, which {@code pg_dump} backs up, or in memory
     */
    void backup(Path target);

    /**
     * Returns the recovery files that cannot be read or applied. Opening the book renamed them to {@code .damaged} and
     * went on; each may name an order, so a person looks at them, and removes them.
     */
    List<Path> damagedRecoveryFiles();

    /** Closes what the book opened itself. */
    @Override
    default void close() {}
}
