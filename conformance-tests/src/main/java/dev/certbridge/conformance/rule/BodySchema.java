package dev.certbridge.conformance.rule;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.SchemaWalk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The members of a documented body, with the schema of each.
 *
 * @param places every member that the schema describes and the body has
 * @param objects pointers to every object whose members the schema describes
 */
record BodySchema(List<Place> places, List<String> objects) {

    /**
     * A member of a body.
     *
     * @param parent pointer to the object that has it
     * @param name the name of the member
     * @param known whether the schema lists known values of an open set
     * @param required whether the object must have it
     */
    record Place(String parent, String name, boolean known, boolean required) {

        String pointer() {
            return parent + "/" + name;
        }
    }

    static BodySchema of(DocumentedAnswer answer) {
        BodySchema members = new BodySchema(new ArrayList<>(), new ArrayList<>());
        ContractDocument document = answer.response().operation().document();
        SchemaWalk.of(document, answer.body(), answer.response().schema(), (pointer, value, schema) -> {
            if (value.isObject() && schema.has("properties")) {
                members.add(document, pointer, value, schema);
            }
        });
        return members;
    }

    private void add(ContractDocument document, JsonPointer pointer, JsonNode value, JsonNode schema) {
        objects.add(pointer.toString());
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.get("properties").fieldNames().forEachRemaining(name -> {
            if (value.has(name)) {
                boolean known = SchemaWalk.member(document, schema, name).has("x-known-values");
                places.add(new Place(pointer.toString(), name, known, required.contains(name)));
            }
        });
    }
}
