package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.regfish.RegfishBehaviour.RegfishRefusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The organizations of the customer. At the start, the customer has one organization that is usable for orders and one
 * that is not usable.
 */
final class OrganizationStore {

    private static final String NOT_ACCEPTED = "The organization was not accepted";
    private static final int ID_LENGTH = 13;

    private final SeededIds ids;
    private final Map<String, StubOrganization> byId = new LinkedHashMap<>();

    OrganizationStore(SeededIds ids) {
        this.ids = ids;
        ObjectNode shops = Reply.object()
                .put(StubOrganization.NAME, "Example Shops GmbH")
                .put("first_name", "Erika")
                .put("last_name", "Mustermann")
                .put("address", "Beispielweg 12")
                .put("postal_code", "10115")
                .put("city", "Berlin")
                .put("country_code", "DE")
                .put("phone", "+49 30 5550100")
                .put("email", "certificates@example.net");
        Map<String, String> travel = Map.of(StubOrganization.NAME, "Example Travel Ltd");
        store(new StubOrganization("", true, Map.of()).with(RegfishStub.ORGANIZATION, shops));
        store(new StubOrganization(RegfishStub.UNUSABLE_ORGANIZATION, false, travel));
    }

    synchronized Optional<StubOrganization> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        byId.values().forEach(organization -> list.add(organization.json()));
        return list;
    }

    synchronized StubOrganization create(JsonNode body) {
        StubOrganization created = new StubOrganization("", false, Map.of()).with(newId(), body);
        if (created.name().isBlank()) {
            throw new RegfishRefusal(400, NOT_ACCEPTED, "The name is missing");
        }
        if (byId.values().stream().anyMatch(known -> known.name().equalsIgnoreCase(created.name()))) {
            throw new RegfishRefusal(409, "The organization was not created", "This organization exists");
        }
        return store(created.usable(created.isComplete()));
    }

    synchronized StubOrganization patch(String id, JsonNode body) {
        StubOrganization known = find(id).orElseThrow(() -> new RegfishRefusal(404, "Organization not found"));
        String mode = body.path("edit_mode").asText("");
        if (mode.equals("create_replacement")) {
            // The contract assumes that the id changes, and that the CA must check the replacement first. Both are
            // guesses.
            StubOrganization replacement = known.with(newId(), body).usable(false);
            byId.remove(id);
            return store(replacement);
        }
        if (!mode.isEmpty()) {
            throw new RegfishRefusal(400, NOT_ACCEPTED, "No such edit_mode");
        }
        StubOrganization changed = known.with(id, body);
        if (known.usable() && !changed.name().equals(known.name())) {
            throw new RegfishRefusal(409, "The organization was not changed", "This organization cannot be edited");
        }
        return store(changed.usable(known.usable() || changed.isComplete()));
    }

    synchronized void approve(String id) {
        store(find(id).orElseThrow(() -> new IllegalArgumentException("no organization has the id " + id))
                .usable(true));
    }

    private StubOrganization store(StubOrganization organization) {
        byId.put(organization.id(), organization);
        return organization;
    }

    private String newId() {
        return "hdl_" + ids.crockford(ID_LENGTH);
    }

    /** An organization of the customer, with the details that the customer entered. */
    record StubOrganization(String id, boolean usable, Map<String, String> fields) {

        static final String NAME = "organization";

        private static final List<String> FIELDS = List.of(
                NAME, "first_name", "last_name", "address", "postal_code", "city", "country_code", "phone", "email");
        private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

        String name() {
            return fields.getOrDefault(NAME, "");
        }

        /** Returns true if no field is missing. No source says whether the CA requires all fields. */
        boolean isComplete() {
            return FIELDS.stream()
                    .noneMatch(field -> fields.getOrDefault(field, "").isBlank());
        }

        StubOrganization with(String otherId, JsonNode body) {
            Map<String, String> merged = new LinkedHashMap<>(fields);
            FIELDS.stream()
                    .filter(field -> body.path(field).isTextual())
                    .forEach(field -> merged.put(field, body.path(field).textValue()));
            String country = merged.getOrDefault("country_code", "");
            if (!country.isEmpty() && !COUNTRIES.contains(country)) {
                throw new RegfishRefusal(400, NOT_ACCEPTED, "No such country");
            }
            return new StubOrganization(otherId, usable, Map.copyOf(merged));
        }

        StubOrganization usable(boolean other) {
            return new StubOrganization(id, other, fields);
        }

        ObjectNode json() {
            ObjectNode json = Reply.object()
                    .put("id", id)
                    .put(NAME, name())
                    // Of these values only "ready" has been observed in answers of regfish.
                    .put("status", usable ? "ready" : "incomplete")
                    .put("usable_for_ordering", usable);
            FIELDS.forEach(field -> json.put(field, fields.getOrDefault(field, "")));
            return json;
        }

        /**
         * Returns the organization as JSON for a certificate. The vendor's sources use other names and values for an
         * organization in a certificate.
         */
        ObjectNode summary() {
            return Reply.object()
                    .put("id", id)
                    .put("name", name())
                    .put("status", usable ? "validated" : "incomplete")
                    .put("usable_for_ordering", usable);
        }
    }
}
