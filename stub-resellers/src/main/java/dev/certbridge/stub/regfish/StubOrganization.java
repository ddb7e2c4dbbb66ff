package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A legal entity.
 *
 * @param id {@code hdl_} and 13 characters
 * @param usable whether orders can be bound to it
 * @param fields what the customer told of it
 */
record StubOrganization(String id, boolean usable, Map<String, String> fields) {

    static final String NAME = "organization";
    private static final List<String> FIELDS = List.of(
            NAME, "first_name", "last_name", "address", "postal_code", "city", "country_code", "phone", "email");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    StubOrganization {
        fields = Map.copyOf(fields);
    }

    String name() {
        return fields.getOrDefault(NAME, "");
    }

    /** Whether nothing is missing. That the CA wants all of it is our judgement. */
    boolean isComplete() {
        return FIELDS.stream().noneMatch(field -> fields.getOrDefault(field, "").isBlank());
    }

    /** With the fields of a body over its own. */
    StubOrganization with(String otherId, JsonNode body) {
        Map<String, String> merged = new LinkedHashMap<>(fields);
        FIELDS.stream()
                .filter(field -> body.path(field).isTextual())
                .forEach(field -> merged.put(field, body.path(field).textValue()));
        String country = merged.getOrDefault("country_code", "");
        if (!country.isEmpty() && !COUNTRIES.contains(country)) {
            throw new RegfishRefusal(400, "The organization was not accepted", "No such country");
        }
        return new StubOrganization(otherId, usable, merged);
    }

    StubOrganization usable(boolean other) {
        return new StubOrganization(id, other, fields);
    }

    /** As the calls about organizations show it. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put(NAME, name())
                // Only ready has been seen.
                .put("status", usable ? "ready" : "incomplete")
                .put("usable_for_ordering", usable);
        FIELDS.forEach(field -> json.put(field, fields.getOrDefault(field, "")));
        return json;
    }

    /** As a certificate shows it: other words for the same, as the vendor's sources have it. */
    ObjectNode summary() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name())
                .put("status", usable ? "validated" : "incomplete")
                .put("usable_for_ordering", usable);
    }
}
