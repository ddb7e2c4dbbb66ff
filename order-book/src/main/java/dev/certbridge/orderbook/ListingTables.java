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
 * The listings of a book inside one transaction. A book stores each listing as the changes since the previous listing.
 * The book stores ids in groups. Each group has the number of the first listing that contains its ids. If a later
 * listing no longer contains the ids of a group, the group also has the number of this later listing.
 */
interface ListingTables {

    /**
     * A complete listing of an account.
     *
     * @param taken the time of the listing; by the reseller's clock if its time is known
     * @param kept the time on the book's clock at which the listing was stored
     */
    record Listing(long number, String target, Instant taken, Instant kept) {}

    /** A stored group of ids, all of which are in the newest listing. */
    record ListedIds(long number, long firstListing, List<String> ids) {}

    /**
     * An account and the state of its listings.
     *
     * @param newest the number of the newest listing; 0 if the account has no listing
     * @param began the time at which the reading of the newest listing began; empty if orders must not share this
     *     listing
     * @param reading the caller that is reading the next listing; empty if no caller is reading it
     */
    record Account(String target, long newest, Optional<Instant> began, Optional<Reading> reading) {

        Account with(Optional<Reading> changed) {
            return new Account(target, newest, began, changed);
        }
    }

    /**
     * The right of one caller to read the next listing of an account: the name of the caller, and the time at which the
     * right ends.
     */
    record Reading(String reader, Instant until) {}

    /**
     * An unresolved or abandoned attempt: the names in its request, and the time at which the request has certainly
     * ended. The values of this record never change.
     */
    record PossibleOrder(List<String> names, Instant over) {}

    /**
     * Returns those attempts of an account that may have placed an order whose id is not in the book. Each key is the
     * number of an attempt. Each value is the owner of the attempt.
     */
    Map<Long, String> possibleOrders(String target);

    /** Returns the attempts with the given numbers. Each key is the number of an attempt. */
    Map<Long, PossibleOrder> possibleOrders(Collection<Long> numbers);

    /** Returns an account. If the book does not contain the account, the result is an account without a listing. */
    Account account(String target);

    void put(Account account);

    /** Returns the open orders in the newest listing of an account. */
    List<OpenOrder> open(String target);

    /** Returns the number for the next snapshot or listing. */
    long nextNumber();

    /** Returns the listing with the given number. */
    Optional<Listing> listing(long number);

    /** Returns the number of the oldest listing of an account that has a listing. */
    long oldest(String target);

    /** Stores an account, its newest listing and the open orders of this listing. The listing is of this account. */
    void add(Account account, Listing listing, List<OpenOrder> open);

    /** Returns the groups of ids in the newest listing of an account. */
    List<ListedIds> listed(String target);

    void add(String target, long firstListing, OptionalLong goneListing, List<String> ids);

    void remove(ListedIds group);

    /** Returns the listing with the given number, with all its ids. */
    Optional<Snapshot> snapshot(long number);

    /**
     * Removes listings that were stored before the given time, and the ids that no other listing contains. Never
     * removes the newest listing of an account or the listing of an unresolved or abandoned attempt.
     */
    void prune(Instant before);
}
