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
 * Lists the orders at the reseller before a new order is placed. New orders that begin within a set time share one
 * listing, even if they are in different threads or processes. The first new order reads the listing, and the other new
 * orders wait for the result. Thread-safe.
 */
public final class SharedListings {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The maximum time between the end of reading a listing and the end of storing the listing. */
    private static final Duration STORING = Duration.ofSeconds(10);

    private final SpendLog book;
    private final ResellerAccount account;
    private final ConnectOptions options;
    private final Supplier<Reading> reading;

    /**
     * The lock of the thread that waits until another process has read the listing. With this lock, only one thread of
     * a client polls the order book.
     */
    private final ReentrantLock waiting = new ReentrantLock();

    /** The content of a listing. */
    public record Reading(Snapshot snapshot, List<OpenOrder> open) {}

    /** Creates the shared listings of one account. The function {@code reading} reads a complete listing. */
    public SharedListings(SpendLog book, ResellerAccount account, ConnectOptions options, Supplier<Reading> reading) {
        this.book = book;
        this.account = account;
        this.options = options;
        this.reading = reading;
    }

    /**
     * Returns the stored listing that a new order must use.
     *
     * @param maxAge returns the maximum age of the listing at present, counted from the start of its reading. If the
     *     maximum age is zero, the order reads its own listing
     */
    public ListingTurn.Shared before(OperationRef operation, OrderRequest request, Supplier<Duration> maxAge) {
        if (maxAge.get().isZero()) {
            return read(Optional.empty());
        }
        List<String> names = request.duplicateAllowed() ? List.of() : request.names();
        Supplier<ListingTurn> book = () -> this.book.listing(
                account.target(), names, maxAge.get(), options.readDeadline().plus(STORING));
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
