package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.OpenOrder;
import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The listings of a book in memory. The lock of {@link MemoryStore} protects the listings. */
final class MemoryListingTables implements ListingTables {

    private record Group(ListedIds listed, String target, OptionalLong goneListing) {

        boolean isIn(Listing listing) {
            return target.equals(listing.target())
                    && listed.firstListing() <= listing.number()
                    && (goneListing.isEmpty() || goneListing.getAsLong() > listing.number());
        }
    }

    private final Map<Long, Snapshot> snapshots;
    private final Collection<Attempt> mayHaveOrdered;
    private final NavigableMap<Long, Listing> listings = new TreeMap<>();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, List<OpenOrder>> open = new HashMap<>();
    private final Map<Long, Group> groups = new HashMap<>();
    private long lastNumber;
    private long lastGroup;

    /**
     * Creates empty tables.
     *
     * @param snapshots the snapshots of the book; a snapshot and a listing never have the same number
     * @param mayHaveOrdered a view of the unresolved and abandoned attempts of the book
     */
    MemoryListingTables(Map<Long, Snapshot> snapshots, Collection<Attempt> mayHaveOrdered) {
        this.snapshots = snapshots;
        this.mayHaveOrdered = mayHaveOrdered;
    }

    @Override
    public long nextNumber() {
        return ++lastNumber;
    }

    @Override
    public Map<Long, String> possibleOrders(String target) {
        return mayHaveOrdered.stream()
                .filter(attempt -> attempt.target().equals(target))
                .collect(Collectors.toMap(Attempt::number, Attempt::owner));
    }

    @Override
    public Map<Long, PossibleOrder> possibleOrders(Collection<Long> numbers) {
        return mayHaveOrdered.stream()
                .filter(attempt -> numbers.contains(attempt.number()))
                .collect(Collectors.toMap(
                        Attempt::number,
                        attempt -> new PossibleOrder(attempt.request().names(), attempt.over())));
    }

    @Override
    public Account account(String target) {
        return accounts.getOrDefault(target, new Account(target, 0, Optional.empty(), Optional.empty()));
    }

    @Override
    public void put(Account account) {
        accounts.put(account.target(), account);
    }

    @Override
    public List<OpenOrder> open(String target) {
        return open.getOrDefault(target, List.of());
    }

    @Override
    public Optional<Listing> listing(long number) {
        return Optional.ofNullable(listings.get(number));
    }

    @Override
    public long oldest(String target) {
        return listings.values().stream()
                .filter(listing -> listing.target().equals(target))
                .findFirst()
                .orElseThrow()
                .number();
    }

    @Override
    public void add(Account account, Listing listing, List<OpenOrder> orders) {
        put(account);
        listings.put(listing.number(), listing);
        open.put(listing.target(), orders);
    }

    @Override
    public List<ListedIds> listed(String target) {
        return groups.values().stream()
                .filter(group ->
                        group.target().equals(target) && group.goneListing().isEmpty())
                .map(Group::listed)
                .toList();
    }

    @Override
    public void add(String target, long firstListing, OptionalLong goneListing, List<String> ids) {
        lastGroup++;
        groups.put(lastGroup, new Group(new ListedIds(lastGroup, firstListing, ids), target, goneListing));
    }

    @Override
    public void remove(ListedIds group) {
        groups.remove(group.number());
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return Optional.ofNullable(snapshots.get(number))
                .or(() ->
                        listing(number).map(listing -> new Snapshot(listing.target(), listing.taken(), ids(listing))));
    }

    private Set<String> ids(Listing listing) {
        return groups.values().stream()
                .filter(group -> group.isIn(listing))
                .flatMap(group -> group.listed().ids().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public void prune(Instant before) {
        List<Listing> old = new ArrayList<>(listings.values());
        old.removeIf(listing -> !listing.kept().isBefore(before)
                || account(listing.target()).newest() == listing.number()
                || isNeeded(listing));
        if (!old.isEmpty()) {
            old.forEach(listing -> listings.remove(listing.number()));
            groups.values()
                    .removeIf(group -> group.goneListing().isPresent()
                            && listings.values().stream().noneMatch(group::isIn));
        }
    }

    private boolean isNeeded(Listing listing) {
        return mayHaveOrdered.stream()
                .anyMatch(attempt -> attempt.terms().snapshot().equals(Optional.of(listing.number())));
    }
}
