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
 * The members of a documented body, with facts from their schemas.
 *
 * @param places the members that are in the body and in its schema
 * @param objects the JSON pointers to the objects whose members the schema describes
 */
record BodySchema(List<Place> places, List<String> objects) {

    /**
     * A member of a body.
     *
     * @param parent the JSON pointer to the object that contains the member
     * @param name the name of the member
     * @param known true if the schema lists known values ({@code x-known-values}), so that other values are possible
     *     too
     * @param required true if the schema requires the member
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
