package dev.certbridge.stub.realtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Everything of one kind by id, oldest first, and from which look at the listing on it is listed. */
final class EntityStore<T extends ListingEntry> {

    private static final long FROM_THE_START = Long.MIN_VALUE / 2;

    private record Kept<T>(T entry, long looksBefore) {}

    private final String kind;
    private final RealtimeStubSettings quirks;
    private final ConcurrentNavigableMap<Long, Kept<T>> byId = new ConcurrentSkipListMap<>();
    private final AtomicLong looks = new AtomicLong();

    EntityStore(String kind, RealtimeStubSettings quirks) {
        this.kind = kind;
        this.quirks = quirks;
    }

    T add(long id, T entry) {
        return put(id, entry, looks.get());
    }

    T addListed(long id, T entry) {
        return put(id, entry, FROM_THE_START);
    }

    T get(long id) {
        return Optional.ofNullable(byId.get(id))
                .map(Kept::entry)
                .orElseThrow(() -> RealtimeRefusal.missing(kind, Long.toString(id)));
    }

    List<T> listed() {
        long look = looks.incrementAndGet();
        int lag = quirks.listingLag;
        return byId.entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(kept -> look - kept.looksBefore() > lag)
                .map(Kept::entry)
                .toList();
    }

    private T put(long id, T entry, long looksBefore) {
        byId.put(id, new Kept<>(entry, looksBefore));
        return entry;
    }
}
