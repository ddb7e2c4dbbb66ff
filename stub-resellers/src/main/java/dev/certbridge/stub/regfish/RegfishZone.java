package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** A DNS zone that regfish hosts for the customer. Thread-safe. */
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

    /** Returns the domain, without a trailing dot. */
    public String name() {
        return name;
    }

    /** Returns the records, oldest first. */
    public synchronized List<ZoneRecord> records() {
        return List.copyOf(records.values());
    }

    /** Returns the target of a CNAME, with a trailing dot; empty if the name has none. */
    public synchronized Optional<String> cname(String recordName) {
        return first(recordName, ZoneRecord.CNAME).map(ZoneRecord::data);
    }

    /**
     * Adds a record, as another person or program of the customer does. A client must not change it.
     *
     * @throws IllegalArgumentException if the record conflicts with another one
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
        return store(ZoneRecord.of(ids.getAsLong(), name, body, clock.instant()));
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
        return store(record(id).with(name, body, clock.instant()));
    }

    synchronized void remove(long id) {
        record(id);
        records.remove(id);
    }

    private ZoneRecord store(ZoneRecord wanted) {
        for (ZoneRecord other : records.values()) {
            if (other.id() != wanted.id() && other.name().equals(wanted.name())) {
                refuseConflict(other, wanted);
            }
        }
        records.put(wanted.id(), wanted);
        return wanted;
    }

    /** Two CNAMEs of one name count as the same record, whatever they point to. */
    private static void refuseConflict(ZoneRecord other, ZoneRecord wanted) {
        boolean cname = wanted.type().equals(ZoneRecord.CNAME);
        if (other.type().equals(wanted.type()) && (cname || other.data().equalsIgnoreCase(wanted.data()))) {
            throw RegfishRefusal.recordExists();
        }
        if (cname || other.type().equals(ZoneRecord.CNAME)) {
            throw new RegfishRefusal(400, "The record was not accepted", "A CNAME stands alone at its name");
        }
    }

    /**
     * A DNS record of a zone at the stub.
     *
     * @param id its number, {@code rrid} in paths
     * @param type in upper case
     * @param name fully qualified, in lower case, with a trailing dot
     * @param data content; a host name with a trailing dot
     * @param ttl seconds
     * @param annotation the note of its author; empty without one
     * @param further other members: priority, tag, flags
     * @param created the time of its creation
     * @param updated the time of its last change
     */
    public record ZoneRecord(
            long id,
            String type,
            String name,
            String data,
            int ttl,
            String annotation,
            JsonNode further,
            Instant created,
            Instant updated) {

        static final String CNAME = "CNAME";
        private static final int DEFAULT_TTL = 3600;
        private static final Set<String> POINTING = Set.of(CNAME, "ALIAS", "MX", "NS");
        private static final List<String> FURTHER = List.of("priority", "tag", "flags");

        /** Returns a new record. */
        static ZoneRecord of(long id, String zone, JsonNode body, Instant now) {
            ObjectNode nothing = JsonNodeFactory.instance.objectNode();
            return new ZoneRecord(id, "", "", "", DEFAULT_TTL, "", nothing, now, now).with(zone, body, now);
        }

        /** Returns a copy changed by a body; members that the body leaves out stay. */
        ZoneRecord with(String zone, JsonNode body, Instant now) {
            String newType = body.path("type").asText().toUpperCase(Locale.ROOT);
            String newData = body.path("data").asText();
            ObjectNode rest = further.deepCopy();
            FURTHER.stream().filter(body::hasNonNull).forEach(field -> rest.set(field, body.get(field)));
            if (newType.equals("MX") && !rest.has("priority")) {
                throw new RegfishRefusal(400, "The record was not accepted", "An MX record needs a priority");
            }
            return new ZoneRecord(
                    id,
                    newType,
                    qualified(body.path("name").asText(), zone),
                    POINTING.contains(newType) && !newData.endsWith(".") ? newData + "." : newData,
                    body.path("ttl").asInt(ttl),
                    body.path("annotation").asText(annotation),
                    rest,
                    created,
                    now);
        }

        boolean isAt(String otherName, String otherType) {
            return name.equals(plain(otherName) + ".") && type.equalsIgnoreCase(otherType);
        }

        ObjectNode json() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", id)
                    .put("type", type)
                    .put("name", name)
                    .put("data", data)
                    .put("ttl", ttl);
            if (!annotation.isEmpty()) {
                json.put("annotation", annotation);
            }
            json.setAll((ObjectNode) further);
            return json.put("auto", false)
                    .put("active", true)
                    .put("ts_created", created.getEpochSecond())
                    .put("ts_updated", updated.getEpochSecond());
        }

        /** Returns a name in lower case and without a trailing dot, to compare. */
        static String plain(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }

        /** Returns a full name: a name may be relative to its zone, and {@code @} is the zone. */
        static String qualified(String name, String zone) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("@")) {
                return zone + ".";
            }
            if (plain(lower).equals(zone) || plain(lower).endsWith("." + zone)) {
                return plain(lower) + ".";
            }
            if (lower.endsWith(".")) {
                throw new RegfishRefusal(400, "The record was not accepted", "The name lies outside the zone");
            }
            return lower + "." + zone + ".";
        }
    }
}
