package dev.certbridge.stub.regfish;

import dev.certbridge.stub.StubContext;
import dev.certbridge.stub.StubOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The zones of the customer: those of {@link StubOptions#zones}, and those opened since. Where any zone is hosted, a
 * domain of two labels becomes one as soon as a record or a listing names it, unless it was closed.
 */
final class ZoneStore {

    private static final long FIRST_RECORD = 20_000_000;
    private static final int LABELS_OF_A_ZONE = 2;

    private final StubContext workshop;
    private final AtomicLong nextRecord = new AtomicLong(FIRST_RECORD);
    private final Map<String, RegfishZone> byName = new ConcurrentHashMap<>();
    private final Set<String> closed = ConcurrentHashMap.newKeySet();
    private final boolean anyZone;

    ZoneStore(StubContext workshop) {
        this.workshop = workshop;
        List<String> given = workshop.options().zones();
        this.anyZone = given.contains(StubOptions.ANY_ZONE);
        given.stream().filter(zone -> !zone.equals(StubOptions.ANY_ZONE)).forEach(this::open);
        workshop.options().closedZones().forEach(this::close);
    }

    RegfishZone open(String domain) {
        String plain = ZoneRecord.plain(domain);
        closed.remove(plain);
        return byName.computeIfAbsent(
                plain,
                name -> new RegfishZone(
                        name, nextRecord::getAndIncrement, workshop.options().clock()));
    }

    /** Removes a zone and its records. A record in it, or a listing of it, does not bring it back. */
    void close(String domain) {
        String plain = ZoneRecord.plain(domain);
        closed.add(plain);
        byName.remove(plain);
    }

    /** The zone of this name. */
    Optional<RegfishZone> named(String domain) {
        String plain = ZoneRecord.plain(domain);
        return Optional.ofNullable(byName.get(plain))
                .or(() -> zoneOf(plain).filter(zone -> zone.name().equals(plain)));
    }

    /** The innermost zone that a name to be written lies in. */
    Optional<RegfishZone> taking(String name) {
        return holding(name).or(() -> zoneOf(ZoneRecord.plain(name)));
    }

    /** The zone of two labels that a name lies in, opened where any zone is hosted. */
    private Optional<RegfishZone> zoneOf(String plain) {
        String[] labels = plain.split("\\.");
        if (!anyZone || labels.length < LABELS_OF_A_ZONE || labels[labels.length - 1].isEmpty()) {
            return Optional.empty();
        }
        String zone = labels[labels.length - LABELS_OF_A_ZONE] + "." + labels[labels.length - 1];
        return closed.contains(zone) ? Optional.empty() : Optional.of(open(zone));
    }

    /** The innermost zone that a name, with or without a trailing dot, lies in. */
    Optional<RegfishZone> holding(String name) {
        String rest = ZoneRecord.plain(name);
        while (!rest.isEmpty()) {
            if (byName.containsKey(rest)) {
                return Optional.of(byName.get(rest));
            }
            int dot = rest.indexOf('.');
            rest = dot < 0 ? "" : rest.substring(dot + 1);
        }
        return Optional.empty();
    }

    /** The zone that has a record with this number. */
    Optional<RegfishZone> holding(long rrid) {
        return byName.values().stream().filter(zone -> zone.has(rrid)).findFirst();
    }

    /** What the CA finds when it asks for a CNAME. */
    Optional<String> cname(String name) {
        return holding(name).flatMap(zone -> zone.cname(name));
    }
}
