package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The listings of a book inside one transaction. Each listing is stored as the changes since the previous listing. Each
 * stored group of ids has the number of the first listing that contains these ids. If a later listing no longer
 * contains the ids, the group also has the number of that listing.
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

    /**
     * An account with listings.
     *
     * @param newest the number of the newest listing; 0 if there is none yet
     * @param began the time at which the reading of the newest listing began; empty if orders do not share this listing
     * @param reading the process that reads the next listing now; empty if no process does
     */
    record Account(String target, long newest, Optional<Instant> began, Optional<Reading> reading) {

        Account with(Optional<Reading> changed) {
            return new Account(target, newest, began, changed);
        }
    }

    /** A turn: the right of one caller to read a listing, with its name and its end. */
    record Reading(String reader, Instant until) {}

    /**
     * The names in the request of an unresolved or abandoned attempt, and the time at which the request has certainly
     * ended. The names and the time never change.
     */
    record PossibleOrder(List<String> names, Instant over) {}

    /**
     * Returns the attempts of an account that may have placed an order whose id is not in the book. The key is the
     * number of an attempt, and the value is the owner of the attempt.
     */
    Map<Long, String> possibleOrders(String target);

    /** Returns the names and the end of each attempt, by the number of the attempt. */
    Map<Long, PossibleOrder> possibleOrders(Collection<Long> numbers);

    /** Returns an account. If the book does not have the account, returns an account without a listing. */
    Account account(String target);

    void put(Account account);

    /** Returns the open orders of the newest listing. */
    List<OpenOrder> open(String target);

    /** Returns the number of the next snapshot or listing. */
    long nextNumber();

    /** Returns the listing with this number. */
    Optional<Listing> listing(long number);

    /** Returns the number of the oldest listing of an account. The account must have a listing. */
    long oldest(String target);

    /** Adds the newest listing of an account and the open orders of the listing. The account must exist. */
    void add(Listing listing, List<OpenOrder> open);

    /** Returns the groups of ids that the newest listing contains. */
    List<ListedIds> listed(String target);

    void add(String target, long firstListing, OptionalLong goneListing, List<String> ids);

    void remove(ListedIds group);

    /** Returns a listing with all its ids. */
    Optional<Snapshot> snapshot(long number);

    /**
     * Removes listings that were stored before the given time. Also removes the ids that no other listing contains.
     * Keeps the newest listing of each account, and the listings of unresolved and abandoned attempts.
     */
    void prune(Instant before);
}
