package dev.certbridge.conformance.regfish;

import dev.certbridge.conformance.stub.Workshop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The zones of the customer; none until one is asked for. */
final class Zones {

    private static final long FIRST_RECORD = 20_000_000;

    private final Workshop workshop;
    private final AtomicLong nextRecord = new AtomicLong(FIRST_RECORD);
    private final Map<String, RegfishZone> byName = new ConcurrentHashMap<>();

    Zones(Workshop workshop) {
        this.workshop = workshop;
    }

    RegfishZone open(String domain) {
        return byName.computeIfAbsent(
                ZoneRecord.plain(domain),
                name -> new RegfishZone(
                        name, nextRecord::getAndIncrement, workshop.options().clock()));
    }

    Optional<RegfishZone> named(String domain) {
        return Optional.ofNullable(byName.get(ZoneRecord.plain(domain)));
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
