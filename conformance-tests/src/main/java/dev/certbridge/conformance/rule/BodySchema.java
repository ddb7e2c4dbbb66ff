package dev.certbridge.conformance.rule;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the members of a documented body stand, and what its schema says of each. */
final class BodySchema {

    /**
     * A member of a body.
     *
     * @param parent pointer to the object that has it
     * @param name its name
     * @param known whether the schema lists known values of an open set
     * @param required whether the object must have it
     */
    record Place(String parent, String name, boolean known, boolean required) {

        String pointer() {
            return parent + "/" + name;
        }
    }

    private final JsonNode document;
    private final List<Place> places = new ArrayList<>();
    private final List<String> objects = new ArrayList<>();

    private BodySchema(JsonNode document) {
        this.document = document;
    }

    /** The shape of a body that an operation documents with a status. */
    static BodySchema of(JsonNode document, String operationId, int status, JsonNode body) {
        BodySchema shape = new BodySchema(document);
        for (JsonNode path : document.get("paths")) {
            for (JsonNode operation : path) {
                if (operation.path("operationId").asText().equals(operationId)) {
                    JsonNode response = shape.target(operation.path("responses").path(Integer.toString(status)));
                    shape.walk(response.path("content").path("application/json").path("schema"), body, "");
                }
            }
        }
        return shape;
    }

    /** Every member that the schema knows and the body has. */
    List<Place> places() {
        return List.copyOf(places);
    }

    /** Pointers to every object whose members the schema knows. */
    List<String> objects() {
        return List.copyOf(objects);
    }

    private void walk(JsonNode given, JsonNode value, String pointer) {
        JsonNode schema = target(given);
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(schema.path("items"), value.get(i), pointer + "/" + i);
            }
        } else if (value.isObject() && schema.has("properties")) {
            objects.add(pointer);
            Set<String> required = new HashSet<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            schema.get("properties").properties().forEach(property -> {
                JsonNode member = value.path(property.getKey());
                if (!member.isMissingNode()) {
                    boolean known = target(property.getValue()).has("x-known-values");
                    places.add(new Place(pointer, property.getKey(), known, required.contains(property.getKey())));
                    walk(property.getValue(), member, pointer + "/" + property.getKey());
                }
            });
        }
    }

    private JsonNode target(JsonNode node) {
        return node.has("$ref") ? target(document.at(node.get("$ref").asText().substring(1))) : node;
    }
}
