package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The listings of a book inside one transaction, stored as changes. Each group of ids has the number of the first
 * listing that contains its ids and, if they are gone, of the first later listing that does not.
 */
interface ListingTables {

    /**
     * A complete listing of an account.
     *
     * @param taken the time of the listing, by the reseller's clock if that clock is known
     * @param kept the time at which the listing was stored, by the book's clock
     */
    record Listing(long number, String target, Instant taken, Instant kept) {}

    /** A stored group of ids that the newest listing contains. */
    record ListedIds(long number, long firstListing, List<String> ids) {}

    /** Returns the number of the next snapshot or listing. */
    long nextNumber();

    Optional<Listing> newest(String target);

    /** Returns the number of the oldest listing of an account that has one. */
    long oldest(String target);

    /** Adds a listing, which becomes the newest listing of its account. */
    void add(Listing listing);

    /** Returns the groups of ids that are not gone. */
    List<ListedIds> listed(String target);

    void add(String target, long firstListing, OptionalLong goneListing, List<String> ids);

    void remove(ListedIds group);

    /** Returns a listing with all its ids. */
    Optional<Snapshot> snapshot(long number);

    /**
     * Removes listings that were stored before this time, with the ids that only these listings contain. Keeps the
     * newest listing of each account, and the listings of unresolved and abandoned attempts.
     */
    void prune(Instant before);
}
