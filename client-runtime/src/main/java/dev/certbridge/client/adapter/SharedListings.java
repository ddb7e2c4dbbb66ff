package dev.certbridge.client.adapter;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ListingTurn;
import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The listings of an account before its orders. Orders that begin within a set time share one listing. All threads and
 * processes that use the order book share the listing. One order reads the listing, and the other orders wait for it.
 * Thread-safe.
 */
public final class SharedListings {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The time that is allowed for storing a listing after it was read. */
    private static final Duration STORING = Duration.ofSeconds(10);

    private final SpendLog book;
    private final ResellerAccount account;
    private final ConnectOptions options;
    private final Supplier<Reading> reading;

    /**
     * The lock of the thread that waits for another process to read the listing. Only this thread of the client polls
     * the order book.
     */
    private final ReentrantLock waiting = new ReentrantLock();

    /** The content of a listing. */
    public record Reading(Snapshot snapshot, List<OpenOrder> open) {}

    /** Creates the listings of an account. The given function reads the whole listing. */
    public SharedListings(SpendLog book, ResellerAccount account, ConnectOptions options, Supplier<Reading> reading) {
        this.book = book;
        this.account = account;
        this.options = options;
        this.reading = reading;
    }

    /**
     * Returns a stored listing for an order.
     *
     * @param maxAge the maximum time since the reading of the listing began; zero if a listing is read for this order
     *     only
     */
    public ListingTurn.Shared before(OperationRef operation, OrderRequest request, Duration maxAge) {
        if (maxAge.isZero()) {
            return read(Optional.empty());
        }
        List<String> names = request.duplicateAllowed() ? List.of() : request.names();
        Supplier<ListingTurn> book = () -> this.book.listing(
                account.target(), names, maxAge, options.readDeadline().plus(STORING));
        ListingTurn turn = book.get();
        if (turn instanceof ListingTurn.Wait) {
            turn = awaited(operation, book);
        }
        if (turn instanceof ListingTurn.Shared shared) {
            return shared;
        }
        // If the wait was too long, the order reads a listing for itself.
        return read(turn instanceof ListingTurn.Read read ? Optional.of(read) : Optional.empty());
    }

    private ListingTurn awaited(OperationRef operation, Supplier<ListingTurn> book) {
        long longest = options.readDeadline().plus(STORING).toMillis();
        ListingTurn turn = new ListingTurn.Wait();
        try {
            if (waiting.tryLock(longest, TimeUnit.MILLISECONDS)) {
                try {
                    for (long left = longest / PAUSE.toMillis(); turn instanceof ListingTurn.Wait && left > 0; left--) {
                        options.sleeper().sleep(PAUSE);
                        turn = book.get();
                    }
                } finally {
                    waiting.unlock();
                }
            }
            return turn;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(operation, "interrupted while another order read the listing", e);
        }
    }

    private ListingTurn.Shared read(Optional<ListingTurn.Read> turn) {
        try {
            Reading read = reading.get();
            return new ListingTurn.Shared(book.keepListing(read.snapshot(), read.open(), turn), read.open());
        } catch (RuntimeException | Error e) {
            turn.ifPresent(failed -> endReading(failed, e));
            throw e;
        }
    }

    private void endReading(ListingTurn.Read turn, Throwable failure) {
        try {
            book.endReading(account.target(), turn);
        } catch (RuntimeException e) {
            // The turn ends by itself after some time.
            failure.addSuppressed(e);
        }
    }
}
