package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A DNS zone that regfish hosts for the customer. Safe for use by several threads. */
public final class RegfishZone {

    private final String name;
    private final LongSupplier ids;
    private final Clock clock;
    private final Map<Long, ZoneRecord> records = new LinkedHashMap<>();

    RegfishZone(String name, LongSupplier ids, Clock clock) {
        this.name = name;
        this.ids = ids;
        this.clock = clock;
    }

    /** The domain, without a trailing dot. */
    public String name() {
        return name;
    }

    /** What it holds, oldest first. */
    public synchronized List<ZoneRecord> records() {
        return List.copyOf(records.values());
    }

    /** Where a CNAME points to, with a trailing dot; empty when the name has none. */
    public synchronized Optional<String> cname(String recordName) {
        return first(recordName, ZoneRecord.CNAME).map(ZoneRecord::data);
    }

    /**
     * Adds a record, as another person or program of the customer would do: what a client did not write itself it has no
     * business with.
     *
     * @throws IllegalArgumentException when the record does not fit beside the others
     */
    public ZoneRecord add(String type, String recordName, String data) {
        try {
            return create(JsonNodeFactory.instance
                    .objectNode()
                    .put("type", type)
                    .put("name", recordName)
                    .put("data", data));
        } catch (RegfishRefusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    synchronized ZoneRecord create(JsonNode body) {
        return keep(ZoneRecord.of(ids.getAsLong(), name, body, clock.instant()));
    }

    synchronized Optional<ZoneRecord> first(String recordName, String type) {
        return records.values().stream()
                .filter(record -> record.isAt(recordName, type))
                .findFirst();
    }

    synchronized boolean has(long id) {
        return records.containsKey(id);
    }

    synchronized ZoneRecord record(long id) {
        return Optional.ofNullable(records.get(id)).orElseThrow(() -> new RegfishRefusal(404, "Record not found"));
    }

    synchronized ZoneRecord change(long id, JsonNode body) {
        return keep(record(id).with(name, body, clock.instant()));
    }

    synchronized void remove(long id) {
        record(id);
        records.remove(id);
    }

    private ZoneRecord keep(ZoneRecord wanted) {
        for (ZoneRecord other : records.values()) {
            if (other.id() != wanted.id() && other.name().equals(wanted.name())) {
                refuseBeside(other, wanted);
            }
        }
        records.put(wanted.id(), wanted);
        return wanted;
    }

    /** Two CNAMEs of one name count as the same record, whatever they point to. */
    private static void refuseBeside(ZoneRecord other, ZoneRecord wanted) {
        boolean cname = wanted.type().equals(ZoneRecord.CNAME);
        if (other.type().equals(wanted.type()) && (cname || other.data().equalsIgnoreCase(wanted.data()))) {
            throw RegfishRefusal.recordExists();
        }
        if (cname || other.type().equals(ZoneRecord.CNAME)) {
            throw new RegfishRefusal(400, "The record was not accepted", "A CNAME stands alone at its name");
        }
    }
}
