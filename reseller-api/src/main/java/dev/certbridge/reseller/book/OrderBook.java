package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.failure.Origin;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

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
public interface OrderBook extends RecordNames, BookFiles, AutoCloseable {

    /** A book that dies with this process: for tests and stubs. After a crash it knows nothing, and so protects nothing. */
    static OrderBook inMemory() {
        return inMemory(Clock.systemUTC());
    }

    /** The same, with a clock. */
    static OrderBook inMemory(Clock clock) {
        return new KeptOrderBook(new MemoryStore(clock), Optional.empty());
    }

    /**
     * Opens a book in a SQLite file, for everybody on one host: any number of threads and processes. Needs {@code
     * org.xerial:sqlite-jdbc} on the class path. The file is created, for its owner alone, when it is missing; it must
     * lie on a local disk. One connection and a lock file beside the book ({@code orders.db.lock}) are kept open until
     * {@link #close}. The whole file is checked, which takes about 1.5 seconds for 100,000 attempts (385 MB).
     *
     * <p>The file may be opened several times in one JVM, and by several class loaders that share one SQLite driver. A
     * class loader with its own copy of the driver is refused. Never read or copy the file of an open book; {@link
     * #backup} does that.
     *
     * @param file the book
     * @param rescueFolder an existing folder, best on another disk, for what the book cannot commit ({@link #rescue});
     *     what an earlier run left there for this book is applied now
     * @throws IllegalArgumentException the file cannot be created, or the folder cannot be written to
     * @throws IllegalStateException the driver is missing, the file is no book, a damaged one or one of a newer version,
     *     it is open in this JVM by another copy of the driver or has a second name (hard link), or SQLite does not take
     *     the settings that make a commit durable
     */
    static OrderBook sqlite(Path file, Path rescueFolder) {
        return sqlite(file, rescueFolder, Clock.systemUTC());
    }

    /**
     * Opens the same book, with a clock.
     *
     * @param clock dates the files of the folder. The time of the book is that of its file system, so that one wrong
     *     clock among those who share it ends nobody's attempt
     */
    static OrderBook sqlite(Path file, Path rescueFolder, Clock clock) {
        RescueFolder rescued = new RescueFolder(rescueFolder, clock);
        return new KeptOrderBook(SqliteStore.open(file, Schema.CURRENT), Optional.of(rescued));
    }

    /**
     * Opens the book of a PostgreSQL database, for everybody on any number of hosts, in the schema {@code certbridge}.
     * Schema and tables are created when they are missing. Each call takes one connection from the source and closes it;
     * the search path of its role does not matter. The time is the server's.
     *
     * @param source the caller's, with or without a pool; not closed by {@link #close}
     * @param rescueFolder as {@link #sqlite(Path, Path)}
     * @throws IllegalArgumentException the folder cannot be written to
     * @throws IllegalStateException the database cannot be reached, is no PostgreSQL, runs with {@code
     *     synchronous_commit} or {@code fsync} off, holds a book of a newer version or a book in another schema, or the
     *     role lacks a right
     */
    static OrderBook jdbc(DataSource source, Path rescueFolder) {
        return jdbc(source, rescueFolder, new PostgresSchema(PostgresSchema.DEFAULT, false));
    }

    /**
     * Opens the book in this schema of a PostgreSQL database, also when the database has other books: each sends its own
     * intents. A book that an earlier certbridge created is in the first schema of the search path that its role had,
     * often {@code public}.
     *
     * @param schema 1 to 63 letters, digits and {@code _}
     * @throws IllegalArgumentException also when the schema cannot be named like that
     * @throws IllegalStateException as {@link #jdbc(DataSource, Path)}, whatever books are in other schemas
     */
    static OrderBook jdbc(DataSource source, Path rescueFolder, String schema) {
        return jdbc(source, rescueFolder, new PostgresSchema(schema, true));
    }

    private static OrderBook jdbc(DataSource source, Path rescueFolder, PostgresSchema schema) {
        RescueFolder rescued = new RescueFolder(rescueFolder, Clock.systemUTC());
        return new KeptOrderBook(new PostgresStore(source, schema, Schema.CURRENT), Optional.of(rescued));
    }

    /**
     * What the book holds for a wish, before anything is asked of the reseller.
     *
     * @return the accepted attempt of the same intent and request, if there is one
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the intent stands for another request, or the
     *     request's public key was used by another intent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an attempt of this intent is on its way or unknown
     */
    Optional<Attempt> recorded(Origin origin, Wish wish);

    /**
     * Commits that a request is about to be sent, and takes its charge. Checks what {@link #recorded} checks, in the
     * same step; not for a {@link Verb#QUESTION}, which serves no intent.
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
    default Attempt begin(Origin origin, Wish wish, Sending sending) {
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
    Attempt begin(Origin origin, Wish wish, Sending sending, Optional<Instant> serverTime);

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
    List<Recorded> orders(String target, String providerId);

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

    /** Keeps a snapshot; the number names it in {@link Sending}. */
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
