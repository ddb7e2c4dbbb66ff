package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.stub.SeededIds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The organizations of the customer. Two are there from the start, one usable and one not. */
final class Organizations {

    private static final String REPLACEMENT = "create_replacement";
    private static final int ID_LENGTH = 13;

    private final SeededIds ids;
    private final Map<String, Organization> byId = new LinkedHashMap<>();

    Organizations(SeededIds ids) {
        this.ids = ids;
        Map<String, String> shops = Map.of(
                Organization.NAME,
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
        keep(new Organization(RegfishStub.ORGANIZATION, true, shops));
        keep(new Organization(
                RegfishStub.UNUSABLE_ORGANIZATION, false, Map.of(Organization.NAME, "Example Travel Ltd")));
    }

    synchronized Optional<Organization> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized ArrayNode list() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        byId.values().forEach(organization -> list.add(organization.json()));
        return list;
    }

    /** Usable at once when nothing is missing. */
    synchronized Organization create(JsonNode body) {
        Organization wanted = new Organization("", false, Map.of()).with(newId(), body);
        if (wanted.name().isBlank()) {
            throw new Refused(400, "The organization was not accepted", "The name is missing");
        }
        if (byId.values().stream().anyMatch(known -> known.name().equalsIgnoreCase(wanted.name()))) {
            throw new Refused(409, "The organization was not created", "This organization exists");
        }
        return keep(wanted.usable(wanted.isComplete()));
    }

    synchronized Organization patch(String id, JsonNode body) {
        Organization known = find(id).orElseThrow(() -> new Refused(404, "Organization not found"));
        String mode = body.path("edit_mode").asText("");
        if (mode.equals(REPLACEMENT)) {
            // That the id changes, and that the CA has to look at the new one first, are guesses of the contract.
            Organization replacement = known.with(newId(), body).usable(false);
            byId.remove(id);
            return keep(replacement);
        }
        if (!mode.isEmpty()) {
            throw new Refused(400, "The organization was not accepted", "No such edit_mode");
        }
        Organization changed = known.with(id, body);
        if (known.usable() && !changed.name().equals(known.name())) {
            throw new Refused(409, "The organization was not changed", "This organization cannot be edited");
        }
        return keep(changed.usable(known.usable() || changed.isComplete()));
    }

    /** The CA has looked at it. */
    synchronized void approve(String id) {
        keep(find(id).orElseThrow(() -> new IllegalArgumentException("no organization has the id " + id))
                .usable(true));
    }

    private Organization keep(Organization organization) {
        byId.put(organization.id(), organization);
        return organization;
    }

    private String newId() {
        return "hdl_" + ids.crockford(ID_LENGTH);
    }
}
