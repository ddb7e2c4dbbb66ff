package dev.certbridge.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Visits every value of a body together with its schema. Each schema is merged with its {@code allOf} and with its
 * variants in {@code oneOf} or {@code anyOf}. If the discriminator selects a variant, the other variants are not
 * merged.
 */
public final class SchemaWalk {

    /** A visitor that receives every value with its resolved schema. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Receives one value.
         *
         * @param pointer the JSON pointer to the value in the body
         * @param value the value
         * @param schema the resolved schema of the value, or a missing node if the contract does not describe the value
         */
        void visit(JsonPointer pointer, JsonNode value, JsonNode schema);
    }

    private static final List<String> PARTS = List.of("allOf", "oneOf", "anyOf");

    private final ContractDocument document;
    private final Visitor visitor;

    private SchemaWalk(ContractDocument document, Visitor visitor) {
        this.document = document;
        this.visitor = visitor;
    }

    /** Visits the value and all values inside it. Each object or list is visited before the values inside it. */
    public static void of(ContractDocument document, JsonNode value, JsonNode schema, Visitor visitor) {
        new SchemaWalk(document, visitor).walk(JsonPointer.empty(), value, schema);
    }

    /**
     * Returns the resolved schema of a member, or a missing node if the schema of the object does not describe the
     * member.
     */
    public static JsonNode member(ContractDocument document, JsonNode schema, String name) {
        JsonNode named = schema.path("properties").path(name);
        JsonNode any = schema.path("additionalProperties");
        return document.resolve(named.isObject() ? named : any.isObject() ? any : MissingNode.getInstance());
    }

    private void walk(JsonPointer pointer, JsonNode value, JsonNode unmerged) {
        JsonNode schema = merged(unmerged, value);
        visitor.visit(pointer, value, schema);
        value.properties()
                .forEach(entry -> walk(
                        pointer.appendProperty(entry.getKey()),
                        entry.getValue(),
                        member(document, schema, entry.getKey())));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            walk(pointer.appendIndex(i), value.get(i), schema.path("items"));
        }
    }

    private JsonNode merged(JsonNode schema, JsonNode value) {
        JsonNode resolved = document.resolve(schema);
        if (PARTS.stream().noneMatch(resolved::has)) {
            return resolved;
        }
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        merge(resolved, value, merged, new ArrayList<>());
        return merged;
    }

    private void merge(JsonNode schema, JsonNode value, ObjectNode merged, List<JsonNode> done) {
        // Parts are compared by identity, so that the recursion ends if an allOf refers to itself.
        if (done.stream().anyMatch(part -> part == schema)) {
            return;
        }
        done.add(schema);
        schema.properties().forEach(entry -> {
            switch (entry.getKey()) {
                case "properties" -> merged.withObject("properties").setAll((ObjectNode) entry.getValue());
                case "required" -> merged.withArray("required").addAll((ArrayNode) entry.getValue());
                case "allOf" -> entry.getValue().forEach(part -> merge(document.resolve(part), value, merged, done));
                case "oneOf", "anyOf" ->
                    variants(schema, entry.getValue(), value)
                            .forEach(part -> merge(document.resolve(part), value, merged, done));
                default -> merged.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static List<JsonNode> variants(JsonNode schema, JsonNode parts, JsonNode value) {
        List<JsonNode> all = new ArrayList<>();
        parts.forEach(all::add);
        JsonNode discriminator = schema.path("discriminator");
        String selected =
                value.path(discriminator.path("propertyName").asText()).asText();
        if (selected.isEmpty()) {
            return all;
        }
        String name = discriminator.path("mapping").path(selected).asText(selected);
        List<JsonNode> matching = all.stream()
                .filter(part -> ("/" + part.path("$ref").asText()).endsWith("/" + name))
                .toList();
        return matching.isEmpty() ? all : matching;
    }
}
