package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A DNS record of a zone at the stub.
 *
 * @param id its number, {@code rrid} in paths
 * @param type in upper case
 * @param name fully qualified, in lower case, with a trailing dot
 * @param data content; a host name with a trailing dot
 * @param ttl seconds
 * @param annotation the note of whoever wrote it; empty without one
 * @param further whatever else was sent: priority, tag, flags
 * @param created when it was made
 * @param updated when it last changed
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

    /** A new one. */
    static ZoneRecord of(long id, String zone, JsonNode body, Instant now) {
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        return new ZoneRecord(id, "", "", "", DEFAULT_TTL, "", nothing, now, now).with(zone, body, now);
    }

    /** Changed; what a body leaves out stays as it was. */
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

    /** In lower case and without a trailing dot, to compare. */
    static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A name may be relative to its zone, and {@code @} is the zone. */
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
