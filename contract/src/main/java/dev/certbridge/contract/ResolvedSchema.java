package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A schema with its references resolved and its {@code allOf} merged. The name of a resolved schema is the name of its
 * generated model.
 */
public final class ResolvedSchema {

    private final ContractDocument document;
    private final String model;
    private final List<JsonNode> parts = new ArrayList<>();

    private ResolvedSchema(ContractDocument document, String model) {
        this.document = document;
        this.model = model;
    }

    /**
     * Reads a schema. A schema without a name gets the name {@code inlineName}. A missing node stands for a schema that
     * allows every value.
     */
    static ResolvedSchema of(ContractDocument document, JsonNode schema, String inlineName) {
        JsonNode parts = schema.path("allOf");
        // A reference that may be null, or has other keywords beside it, is written as an allOf with one part.
        String reference = parts.size() == 1 && !schema.has("properties")
                ? parts.get(0).path("$ref").asText()
                : schema.path("$ref").asText();
        String title = schema.path("title").asText();
        String name = reference.isEmpty()
                ? title.isEmpty() ? inlineName : title
                : reference.substring(reference.lastIndexOf('/') + 1);
        ResolvedSchema resolved = new ResolvedSchema(document, GeneratedNames.model(name));
        resolved.collect(schema);
        return resolved;
    }

    private void collect(JsonNode schema) {
        JsonNode resolved = document.resolve(schema);
        // Parts are compared by identity, so that the recursion ends if an allOf refers to itself.
        if (parts.stream().noneMatch(part -> part == resolved)) {
            parts.add(resolved);
            resolved.path("allOf").forEach(this::collect);
        }
    }

    /** Returns the name of the class that the generator creates if the schema is an object. */
    String model() {
        return model;
    }

    /**
     * Returns the node to which the references of the schema lead. All uses of a named schema lead to the same node.
     */
    JsonNode identity() {
        return parts.get(0);
    }

    /**
     * Returns the first value of a keyword in the schema and its {@code allOf}, or a missing node if there is no such
     * value.
     */
    public JsonNode keyword(String keyword) {
        return parts.stream()
                .filter(part -> part.has(keyword))
                .map(part -> part.get(keyword))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /**
     * Returns the schemas of the properties by name. The returned schemas can contain references that are not resolved.
     */
    public Map<String, JsonNode> properties() {
        Map<String, JsonNode> properties = new LinkedHashMap<>();
        parts.forEach(part -> part.path("properties")
                .properties()
                .forEach(property -> properties.putIfAbsent(property.getKey(), property.getValue())));
        return properties;
    }

    /**
     * Returns true if objects can have members that the schema does not name. Returns false if the unnamed members are
     * the entries of a map with described values, such as one sum for each currency.
     */
    public boolean allowsUnknownMembers() {
        JsonNode others = keyword("additionalProperties");
        return others.isMissingNode()
                || others.isBoolean() && others.booleanValue()
                || others.isObject() && others.isEmpty();
    }

    /** Returns the names of the required properties. */
    public Set<String> required() {
        Set<String> required = new LinkedHashSet<>();
        parts.forEach(part -> part.path("required").forEach(name -> required.add(name.asText())));
        return required;
    }

    /** Returns the type and format, such as {@code string (date-time)}. */
    String type() {
        String format = keyword("format").asText();
        String name = keyword("type").asText(properties().isEmpty() ? "anything" : "object");
        return format.isEmpty() ? name : name + " (" + format + ")";
    }

    /** Returns true if the contract allows null. */
    public boolean isNullable() {
        return keyword("nullable").asBoolean();
    }

    boolean isDeprecated() {
        return keyword("deprecated").asBoolean();
    }

    /**
     * Returns the alternatives of {@code oneOf} and {@code anyOf}. Each key of the map is the name of an alternative,
     * or the JSON of an alternative without a name.
     */
    Map<String, JsonNode> variants() {
        Map<String, JsonNode> variants = new LinkedHashMap<>();
        List.of("oneOf", "anyOf")
                .forEach(keyword -> keyword(keyword).forEach(variant -> {
                    String name = of(document, variant, "").model();
                    variants.put(name.isEmpty() ? variant.toString() : name, variant);
                }));
        return variants;
    }

    /** Returns the values of a list keyword, such as {@code enum}, as texts. */
    Set<String> values(String keyword) {
        Set<String> values = new LinkedHashSet<>();
        keyword(keyword).forEach(value -> values.add(value.asText()));
        return values;
    }
}
