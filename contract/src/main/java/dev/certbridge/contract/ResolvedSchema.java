package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A schema as a reader of bodies sees it: references followed, {@code allOf} merged, the name of its generated model kept. */
final class ResolvedSchema {

    private final ContractDocument document;
    private final String model;
    private final List<JsonNode> parts = new ArrayList<>();

    private ResolvedSchema(ContractDocument document, String model) {
        this.document = document;
        this.model = model;
    }

    /**
     * Reads a schema.
     *
     * @param schema may be missing: then everything is allowed
     * @param inlineName what the generator calls the model when the schema has no name of its own
     */
    static ResolvedSchema of(ContractDocument document, JsonNode schema, String inlineName) {
        String reference = schema.path("$ref").asText();
        String title = schema.path("title").asText();
        String name = reference.isEmpty()
                ? title.isEmpty() ? inlineName : title
                : reference.substring(reference.lastIndexOf('/') + 1);
        ResolvedSchema shape = new ResolvedSchema(document, GeneratedNames.model(name));
        shape.collect(schema);
        return shape;
    }

    private void collect(JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        // By identity: an allOf that leads back to itself must end.
        if (parts.stream().noneMatch(part -> part == resolved)) {
            parts.add(resolved);
            resolved.path("allOf").forEach(this::collect);
        }
    }

    /** The class that the generator makes of an object. */
    String model() {
        return model;
    }

    /** The schema after its references, by identity: where a recursive schema comes round to. */
    JsonNode identity() {
        return parts.get(0);
    }

    /** The first value that the schema or a part of its {@code allOf} has for a keyword. */
    JsonNode keyword(String keyword) {
        return parts.stream()
                .filter(part -> part.has(keyword))
                .map(part -> part.get(keyword))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    Map<String, JsonNode> properties() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        parts.forEach(part -> part.path("properties")
                .properties()
                .forEach(property -> properties.putIfAbsent(property.getKey(), property.getValue())));
        return properties;
    }

    Set<String> required() {
        Set<String> required = new LinkedHashSet<>();
        parts.forEach(part -> part.path("required").forEach(name -> required.add(name.asText())));
        return required;
    }

    /** Type and format as one phrase, such as {@code string (date-time)}. OpenAPI 3.1's null is not part of it. */
    String type() {
        Set<String> types = new TreeSet<>();
        JsonNode type = keyword("type");
        if (type.isArray()) {
            type.forEach(one -> types.add(one.asText()));
        } else if (!type.isMissingNode()) {
            types.add(type.asText());
        } else if (!properties().isEmpty()) {
            types.add("object");
        }
        types.remove("null");
        String format = keyword("format").asText();
        String name = types.isEmpty() ? "anything" : String.join(" or ", types);
        return format.isEmpty() ? name : name + " (" + format + ")";
    }

    boolean nullable() {
        boolean listed = false;
        for (JsonNode type : keyword("type")) {
            listed |= type.asText().equals("null");
        }
        return listed || keyword("nullable").asBoolean();
    }

    /** The alternatives of {@code oneOf} and {@code anyOf} by their name, or by their content where they have none. */
    Map<String, JsonNode> variants() {
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        List.of("oneOf", "anyOf")
                .forEach(keyword -> keyword(keyword).forEach(variant -> {
                    String name = of(document, variant, "").model();
                    variants.put(name.isEmpty() ? variant.toString() : name, variant);
                }));
        return variants;
    }

    /** The texts of a keyword that holds a list, such as {@code enum}. */
    Set<String> values(String keyword) {
        Set<String> values = new LinkedHashSet<>();
        keyword(keyword).forEach(value -> values.add(value.asText()));
        return values;
    }
}
