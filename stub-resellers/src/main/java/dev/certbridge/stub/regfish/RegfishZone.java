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

    /** Returns the domain of the zone, without a trailing dot. */
    public String name() {
        return name;
    }

    /** Returns the records of the zone, oldest first. */
    public synchronized List<ZoneRecord> records() {
        return List.copyOf(records.values());
    }

    /** Returns the target of the CNAME record of a name, with a trailing dot. */
    public synchronized Optional<String> cname(String recordName) {
        return first(recordName, ZoneRecord.CNAME).map(ZoneRecord::data);
    }

    /**
     * Adds a record as another program of the customer does. Throws IllegalArgumentException if the record conflicts
     * with another record.
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

    /**
     * Throws RegfishRefusal if two records of the same name conflict. Two CNAME records of one name always conflict.
     */
    private static void refuseConflict(ZoneRecord other, ZoneRecord wanted) {
        boolean cname = wanted.type().equals(ZoneRecord.CNAME);
        if (other.type().equals(wanted.type()) && (cname || other.data().equalsIgnoreCase(wanted.data()))) {
            throw RegfishRefusal.recordExists();
        }
        if (cname || other.type().equals(ZoneRecord.CNAME)) {
            throw new RegfishRefusal(
                    400, "The record was not accepted", "No other record is allowed at the name of" + " a CNAME");
        }
    }

    /**
     * A DNS record of a zone. In paths, the id is called {@code rrid}. The type is in upper case. The name is fully
     * qualified, in lower case and with a trailing dot. The TTL is in seconds. The component {@code further} is a JSON
     * object with the members {@code priority}, {@code tag} and {@code flags}.
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

        static ZoneRecord of(long id, String zone, JsonNode body, Instant now) {
            ObjectNode nothing = JsonNodeFactory.instance.objectNode();
            return new ZoneRecord(id, "", "", "", DEFAULT_TTL, "", nothing, now, now).with(zone, body, now);
        }

        /**
         * Returns a copy with the members of a request body. Optional members that the body omits keep their values.
         */
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

        static String plain(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }

        /** Returns the fully qualified name. The given name may be relative; {@code @} means the zone itself. */
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
