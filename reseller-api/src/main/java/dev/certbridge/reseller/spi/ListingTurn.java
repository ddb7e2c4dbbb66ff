package dev.certbridge.reseller.spi;

import java.time.Instant;
import java.util.List;

/**
 * The order book's instruction to a caller that needs a listing before an order: share a stored listing, read a new
 * listing, or wait. See {@link SpendLog#listing}.
 */
public sealed interface ListingTurn {

    /**
     * The book has a recent listing, which the order shares.
     *
     * @param snapshot the number for {@link dev.certbridge.reseller.book.SpendTerms#snapshot}
     * @param open the open orders in the listing
     */
    record Shared(long snapshot, List<OpenOrder> open) implements ListingTurn {

        public Shared {
            open = List.copyOf(open);
        }
    }

    /**
     * The caller has to read the listing, and then to call {@link SpendLog#keepListing}, or {@link SpendLog#endReading}
     * if the reading failed.
     *
     * @param began the time at which the reading begins, by the book's clock
     * @param reader the unique name of this turn
     */
    record Read(Instant began, String reader) implements ListingTurn {}

    /** Another caller reads the listing now, so this caller has to ask again after a pause. */
    record Wait() implements ListingTurn {}
}
