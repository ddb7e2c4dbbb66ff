package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/** The listings of a book in memory. The lock of {@link MemoryStore} protects them. */
final class MemoryListingTables implements ListingTables {

    private record Group(ListedIds listed, String target, OptionalLong goneListing) {

        boolean isIn(Listing listing) {
            return target.equals(listing.target())
                    && listed.firstListing() <= listing.number()
                    && (goneListing.isEmpty() || goneListing.getAsLong() > listing.number());
        }
    }

    private final Map<Long, Snapshot> snapshots;
    private final LongPredicate isNeeded;
    private final NavigableMap<Long, Listing> listings = new TreeMap<>();
    private final Map<String, Listing> newest = new HashMap<>();
    private final Map<Long, Group> groups = new HashMap<>();
    private long lastNumber;
    private long lastGroup;

    /**
     * Creates empty tables.
     *
     * @param snapshots the snapshots of the book, whose numbers are from the same sequence
     * @param isNeeded returns true if an unresolved or abandoned attempt refers to the listing with this number
     */
    MemoryListingTables(Map<Long, Snapshot> snapshots, LongPredicate isNeeded) {
        this.snapshots = snapshots;
        this.isNeeded = isNeeded;
    }

    @Override
    public long nextNumber() {
        return ++lastNumber;
    }

    @Override
    public Optional<Listing> newest(String target) {
        return Optional.ofNullable(newest.get(target));
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
    public void add(Listing listing) {
        listings.put(listing.number(), listing);
        newest.put(listing.target(), listing);
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
                .or(() -> Optional.ofNullable(listings.get(number))
                        .map(listing -> new Snapshot(listing.target(), listing.taken(), ids(listing))));
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
        old.removeIf(listing ->
                !listing.kept().isBefore(before) || newest.containsValue(listing) || isNeeded.test(listing.number()));
        if (!old.isEmpty()) {
            old.forEach(listing -> listings.remove(listing.number()));
            groups.values()
                    .removeIf(group -> group.goneListing().isPresent()
                            && listings.values().stream().noneMatch(group::isIn));
        }
    }
}
