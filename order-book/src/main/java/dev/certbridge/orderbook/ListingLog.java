package dev.certbridge.orderbook;

import dev.certbridge.orderbook.ListingTables.ListedIds;
import dev.certbridge.orderbook.ListingTables.Listing;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores the listings of accounts as changes. The ids of the newest listing of each account stay in memory, and are
 * read again only if another process has stored a listing meanwhile.
 */
final class ListingLog {

    /** A row with this number of ids is about 8 KB long. Rows are rewritten when one of their ids is gone. */
    private static final int GROUP = 500;

    /**
     * The time for which every listing stays, because an order that is about to begin may refer to it. Afterwards, a
     * listing stays only as long as an attempt needs it.
     */
    private static final Duration RETENTION = Duration.ofDays(1);

    private final Store store;
    private final Map<String, Known> newest = new ConcurrentHashMap<>();

    /** A committed listing with its ids. */
    private record Known(Listing listing, Set<String> ids) {}

    ListingLog(Store store) {
        this.store = store;
    }

    /** Stores a listing and returns its number. */
    long keep(Snapshot listed) {
        Known kept = store.write(tx -> keep(tx, listed));
        newest.merge(
                listed.target(),
                kept,
                (one, other) -> one.listing().number() > other.listing().number() ? one : other);
        return kept.listing().number();
    }

    private Known keep(BookTransaction tx, Snapshot listed) {
        ListingTables tables = tx.listings();
        String target = listed.target();
        Instant now = tx.now();
        Set<String> known = known(tables, target);
        Listing listing = new Listing(tables.nextNumber(), target, listed.at(), now);
        List<String> added = listed.seen().stream()
                .filter(id -> !known.contains(id))
                .sorted()
                .toList();
        if (known.size() + added.size() > listed.seen().size()) {
            removeGone(tables, listing, listed.seen());
        }
        add(tables, target, listing.number(), added);
        tables.add(listing);
        tables.prune(now.minus(RETENTION));
        return new Known(listing, listed.seen());
    }

    /** Returns the ids of the newest listing in the book; empty if the book has no listing of the account. */
    private Set<String> known(ListingTables tables, String target) {
        Optional<Listing> stored = tables.newest(target);
        Known cached = newest.get(target);
        if (cached != null && stored.equals(Optional.of(cached.listing()))) {
            return cached.ids();
        }
        List<ListedIds> groups = stored.isPresent() ? tables.listed(target) : List.of();
        Set<String> ids = new HashSet<>();
        groups.forEach(group -> ids.addAll(group.ids()));
        if (groups.size() > 100 + 2 * ids.size() / GROUP) {
            merge(tables, target, groups);
        }
        return ids;
    }

    /** Merges the groups that no stored listing distinguishes: all that are in the oldest listing. */
    private static void merge(ListingTables tables, String target, List<ListedIds> groups) {
        long oldest = tables.oldest(target);
        List<String> ids = new ArrayList<>();
        for (ListedIds group : groups) {
            if (group.firstListing() <= oldest) {
                tables.remove(group);
                ids.addAll(group.ids());
            }
        }
        add(tables, target, oldest, ids);
    }

    private static void add(ListingTables tables, String target, long firstListing, List<String> ids) {
        for (int from = 0; from < ids.size(); from += GROUP) {
            tables.add(
                    target,
                    firstListing,
                    OptionalLong.empty(),
                    List.copyOf(ids.subList(from, Math.min(from + GROUP, ids.size()))));
        }
    }

    private static void removeGone(ListingTables tables, Listing listing, Collection<String> seen) {
        for (ListedIds group : tables.listed(listing.target())) {
            List<String> gone =
                    group.ids().stream().filter(id -> !seen.contains(id)).toList();
            if (!gone.isEmpty()) {
                List<String> left = group.ids().stream().filter(seen::contains).toList();
                tables.remove(group);
                add(tables, listing.target(), group.firstListing(), left);
                tables.add(listing.target(), group.firstListing(), OptionalLong.of(listing.number()), gone);
            }
        }
    }
}
