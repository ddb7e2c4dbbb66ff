package dev.certbridge.orderbook;

import dev.certbridge.orderbook.ListingTables.Account;
import dev.certbridge.orderbook.ListingTables.ListedIds;
import dev.certbridge.orderbook.ListingTables.Listing;
import dev.certbridge.orderbook.ListingTables.Reading;
import dev.certbridge.reseller.spi.ListingTurn;
import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Stores the listings of accounts in a book. For each listing, the book stores only the changes since the previous
 * listing. This class keeps the ids of the newest listing of each account in memory. The ids are read from the book
 * again only after another process has stored a newer listing.
 */
final class ListingLog {

    /**
     * The maximum number of ids in a group. A group is one row in the database, and a row with 500 ids is about 8 KB
     * long. If the reseller no longer lists one id of a group, the row is written again.
     */
    private static final int GROUP = 500;

    /**
     * The maximum number of small groups. A small group has fewer ids than {@link #GROUP}. A call that reads more small
     * groups merges the small groups.
     */
    private static final int SMALL_GROUPS = 100;

    /**
     * The minimum time for which the book keeps a listing, because an order that is about to begin may still need the
     * listing. The book deletes an older listing when no attempt needs the listing.
     */
    private static final Duration RETENTION = Duration.ofDays(1);

    private final Store store;
    private final Map<String, Known> newest = new ConcurrentHashMap<>();
    private final Map<String, SharedListing> shared = new ConcurrentHashMap<>();

    /**
     * A cache of the attempts that may have placed an order. The keys are the account and the number of the attempt.
     */
    private final Map<String, Map<Long, PossibleOrder>> possible = new ConcurrentHashMap<>();

    /**
     * An attempt that may have placed an order: its owner, its names without {@code www.} and {@code *.}, and the time
     * at which its request has certainly ended.
     */
    private record PossibleOrder(String owner, Set<String> bases, Instant over) {}

    /** A listing that is committed to the book, with the ids of its orders. */
    private record Known(Listing listing, Set<String> ids) {}

    /** A listing that is committed to the book, with its open orders. */
    private record SharedListing(Listing listing, List<OpenOrder> open) {}

    ListingLog(Store store) {
        this.store = store;
    }

    /** Implements {@link dev.certbridge.reseller.spi.SpendLog#listing}. */
    ListingTurn turn(String target, List<String> names, Duration maxAge, Duration readingTime) {
        Set<String> bases = bases(names);
        Optional<ListingTurn> shared =
                store.read(tx -> shared(tx.listings(), tx.listings().account(target), bases, tx.now(), maxAge));
        return shared.orElseGet(() -> store.write(tx -> {
            ListingTables tables = tx.listings();
            Account account = tables.account(target);
            Instant now = tx.now();
            return shared(tables, account, bases, now, maxAge)
                    .orElseGet(() -> next(tables, account, bases, now, readingTime));
        }));
    }

    private Optional<ListingTurn> shared(
            ListingTables tables, Account account, Set<String> bases, Instant now, Duration maxAge) {
        return account.began()
                .filter(began -> !began.isAfter(now) && !began.plus(maxAge).isBefore(now))
                .filter(began -> !mayMissOrder(tables, account.target(), bases, began))
                .flatMap(began -> tables.listing(account.newest()))
                .map(listing -> new ListingTurn.Shared(listing.number(), open(tables, listing)));
    }

    /**
     * Returns true if the listing may lack an order for one of the names. The book has no order id for some attempts.
     * If such an attempt placed an order after the reading of the listing began, the listing may lack this order.
     */
    private boolean mayMissOrder(ListingTables tables, String target, Set<String> bases, Instant began) {
        return !bases.isEmpty()
                && possibleOrders(tables, target).stream()
                        .anyMatch(order -> order.over().isAfter(began) && !Collections.disjoint(order.bases(), bases));
    }

    /**
     * Returns those attempts of an account that may have placed an order. This method runs before every order that
     * shares a listing, so it reads only the attempts that no earlier call has read.
     */
    private Collection<PossibleOrder> possibleOrders(ListingTables tables, String target) {
        Map<Long, PossibleOrder> orders = new HashMap<>(possible.getOrDefault(target, Map.of()));
        Map<Long, String> owners = tables.possibleOrders(target);
        // A restored book may use a number again.
        orders.entrySet().removeIf(order -> !order.getValue().owner().equals(owners.get(order.getKey())));
        Set<Long> unread = new HashSet<>(owners.keySet());
        unread.removeAll(orders.keySet());
        if (!unread.isEmpty()) {
            tables.possibleOrders(unread)
                    .forEach((number, order) -> orders.put(
                            number, new PossibleOrder(owners.get(number), bases(order.names()), order.over())));
        }
        possible.put(target, orders);
        return orders.values();
    }

    private static Set<String> bases(List<String> names) {
        return names.stream().map(ListingLog::base).collect(Collectors.toSet());
    }

    /** Removes {@code www.} and {@code *.} from a name, because resellers add such names free of charge. */
    private static String base(String name) {
        String domain = name.startsWith("*.") ? name.substring(2) : name;
        return domain.startsWith("www.") ? domain.substring(4) : domain;
    }

    private List<OpenOrder> open(ListingTables tables, Listing listing) {
        SharedListing cached = shared.get(listing.target());
        if (cached == null || !cached.listing().equals(listing)) {
            cached = new SharedListing(listing, tables.open(listing.target()));
            shared.put(listing.target(), cached);
        }
        return cached.open();
    }

    private ListingTurn next(
            ListingTables tables, Account account, Set<String> bases, Instant now, Duration readingTime) {
        ListingTurn.Read turn = new ListingTurn.Read(now, UUID.randomUUID().toString());
        if (mayMissOrder(tables, account.target(), bases, now)) {
            // Only this order needs a listing that began now. Orders for other names do not wait for it.
            return turn;
        }
        // An end that is further away was written before the clock was set back.
        Instant latest = now.plus(readingTime);
        if (account.reading()
                .filter(other -> now.isBefore(other.until()) && !other.until().isAfter(latest.plus(readingTime)))
                .isPresent()) {
            return new ListingTurn.Wait();
        }
        tables.put(account.with(Optional.of(new Reading(turn.reader(), latest))));
        return turn;
    }

    void endReading(String target, ListingTurn.Read turn) {
        store.write(tx -> {
            Account account = tx.listings().account(target);
            if (isOf(account, turn)) {
                tx.listings().put(account.with(Optional.empty()));
            }
            return account;
        });
    }

    private static boolean isOf(Account account, ListingTurn.Read turn) {
        return account.reading()
                .filter(reading -> turn.reader().equals(reading.reader()))
                .isPresent();
    }

    /** Stores a listing and returns its number. */
    long keep(Snapshot listed, List<OpenOrder> open, Optional<ListingTurn.Read> turn) {
        Known kept = store.write(tx -> keep(tx, listed, open, turn));
        newest.merge(
                listed.target(),
                kept,
                (one, other) -> one.listing().number() > other.listing().number() ? one : other);
        return kept.listing().number();
    }

    private Known keep(BookTransaction tx, Snapshot listed, List<OpenOrder> open, Optional<ListingTurn.Read> turn) {
        ListingTables tables = tx.listings();
        String target = listed.target();
        Account account = tables.account(target);
        Instant now = tx.now();
        Set<String> known = known(tables, account);
        Listing listing = new Listing(tables.nextNumber(), target, listed.at(), now);
        List<String> added = listed.seen().stream()
                .filter(id -> !known.contains(id))
                .sorted()
                .toList();
        if (known.size() + added.size() > listed.seen().size()) {
            removeGone(tables, listing, listed.seen());
        }
        add(tables, target, listing.number(), added);
        Account changed = new Account(
                target,
                listing.number(),
                turn.map(ListingTurn.Read::began),
                account.reading().filter(reading -> turn.isEmpty() || !isOf(account, turn.get())));
        tables.add(changed, listing, turn.isPresent() ? open : List.of());
        tables.prune(now.minus(RETENTION));
        return new Known(listing, listed.seen());
    }

    /**
     * Returns the ids of the newest listing of an account. Returns an empty set if the book contains no listing of the
     * account.
     */
    private Set<String> known(ListingTables tables, Account account) {
        String target = account.target();
        Optional<Listing> stored = tables.listing(account.newest());
        Known cached = newest.get(target);
        if (cached != null && stored.equals(Optional.of(cached.listing()))) {
            return cached.ids();
        }
        List<ListedIds> groups = stored.isPresent() ? tables.listed(target) : List.of();
        Set<String> ids = new HashSet<>();
        groups.forEach(group -> ids.addAll(group.ids()));
        if (groups.size() > SMALL_GROUPS) {
            merge(tables, target, groups);
        }
        return ids;
    }

    /**
     * Merges the small groups that are in the oldest stored listing. Every stored listing contains all ids of these
     * groups, so the book does not need separate groups.
     */
    private static void merge(ListingTables tables, String target, List<ListedIds> groups) {
        long oldest = tables.oldest(target);
        List<ListedIds> small = groups.stream()
                .filter(group -> group.firstListing() <= oldest && group.ids().size() < GROUP)
                .toList();
        if (small.size() > SMALL_GROUPS) {
            small.forEach(tables::remove);
            add(
                    tables,
                    target,
                    oldest,
                    small.stream().flatMap(group -> group.ids().stream()).toList());
        }
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
