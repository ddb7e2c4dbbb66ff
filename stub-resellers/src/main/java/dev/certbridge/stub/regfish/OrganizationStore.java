package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.stub.SeededIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The organizations of the customer. Two are there from the start, one usable and one not. */
final class OrganizationStore {

    private static final String REPLACEMENT = "create_replacement";
    private static final int ID_LENGTH = 13;

    private final SeededIds ids;
    private final Map<String, StubOrganization> byId = new LinkedHashMap<>();

    OrganizationStore(SeededIds ids) {
        this.ids = ids;
        Map<String, String> shops = Map.of(
                StubOrganization.NAME,
                "Example Shops GmbH",
                "first_name",
                "Erika",
                "last_name",
                "Mustermann",
                "address",
                "Beispielweg 12",
                "postal_code",
                "10115",
                "city",
                "Berlin",
                "country_code",
                "DE",
                "phone",
                "+49 30 5550100",
                "email",
                "certificates@example.net");
        keep(new StubOrganization(RegfishStub.ORGANIZATION, true, shops));
        keep(new StubOrganization(
                RegfishStub.UNUSABLE_ORGANIZATION, false, Map.of(StubOrganization.NAME, "Example Travel Ltd")));
    }

    synchronized Optional<StubOrganization> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        byId.values().forEach(organization -> list.add(organization.json()));
        return list;
    }

    /** Usable at once when nothing is missing. */
    synchronized StubOrganization create(JsonNode body) {
        StubOrganization wanted = new StubOrganization("", false, Map.of()).with(newId(), body);
        if (wanted.name().isBlank()) {
            throw new RegfishRefusal(400, "The organization was not accepted", "The name is missing");
        }
        if (byId.values().stream().anyMatch(known -> known.name().equalsIgnoreCase(wanted.name()))) {
            throw new RegfishRefusal(409, "The organization was not created", "This organization exists");
        }
        return keep(wanted.usable(wanted.isComplete()));
    }

    synchronized StubOrganization patch(String id, JsonNode body) {
        StubOrganization known = find(id).orElseThrow(() -> new RegfishRefusal(404, "Organization not found"));
        String mode = body.path("edit_mode").asText("");
        if (mode.equals(REPLACEMENT)) {
            // That the id changes, and that the CA has to look at the new one first, are guesses of the contract.
            StubOrganization replacement = known.with(newId(), body).usable(false);
            byId.remove(id);
            return keep(replacement);
        }
        if (!mode.isEmpty()) {
            throw new RegfishRefusal(400, "The organization was not accepted", "No such edit_mode");
        }
        StubOrganization changed = known.with(id, body);
        if (known.usable() && !changed.name().equals(known.name())) {
            throw new RegfishRefusal(409, "The organization was not changed", "This organization cannot be edited");
        }
        return keep(changed.usable(known.usable() || changed.isComplete()));
    }

    /** The CA has looked at it. */
    synchronized void approve(String id) {
        keep(find(id).orElseThrow(() -> new IllegalArgumentException("no organization has the id " + id))
                .usable(true));
    }

    private StubOrganization keep(StubOrganization organization) {
        byId.put(organization.id(), organization);
        return organization;
    }

    private String newId() {
        return "hdl_" + ids.crockford(ID_LENGTH);
    }
}
