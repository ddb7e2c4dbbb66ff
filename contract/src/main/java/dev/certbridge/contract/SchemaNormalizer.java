package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites the schemas of an OpenAPI 3.1 document with the keywords of OpenAPI 3.0, which all comparisons and checks
 * use. Refuses a keyword that has no equivalent in OpenAPI 3.0, because a schema with this keyword would be compared or
 * checked only in part.
 */
final class SchemaNormalizer {

    /** The refused keywords, which neither the comparison nor the validators support completely. */
    static final List<String> REFUSED = List.of(
            "not",
            "if",
            "then",
            "else",
            "contains",
            "prefixItems",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "$defs",
            "$anchor",
            "$dynamicAnchor",
            "$dynamicRef",
            "$recursiveRef");

    private static final Set<String> NOT_SCHEMAS = Set.of("example", "examples");
    private static final Set<String> PROSE = Set.of("$ref", "description", "summary");

    private final String name;
    private final ObjectNode root;
    private final boolean later;

    private SchemaNormalizer(String name, ObjectNode root) {
        this.name = name;
        this.root = root;
        this.later = root.path("openapi").asText().startsWith("3.1");
    }

    /**
     * Rewrites a document in place.
     *
     * @param name the name of the document in messages
     * @throws IllegalArgumentException if the document has a part for which OpenAPI 3.0 has no equivalent; the message
     *     is one line
     */
    static void normalize(String name, ObjectNode root) {
        SchemaNormalizer normalizer = new SchemaNormalizer(name, root);
        if (!root.path("webhooks").isEmpty()) {
            throw normalizer.refused("webhooks", "/webhooks");
        }
        normalizer.includePathItems();
        normalizer.owner(root, "");
        if (normalizer.later) {
            root.put("openapi", "3.0.3");
            if (root.path("info") instanceof ObjectNode info) {
                info.remove("summary");
                info.remove("license");
            }
            root.remove("webhooks");
            if (root.path("components") instanceof ObjectNode components) {
                components.remove("pathItems");
            }
        }
    }

    /** Replaces references to path items, because OpenAPI 3.0 has no components for path items. */
    private void includePathItems() {
        root.path("paths").properties().forEach(path -> {
            String reference = path.getValue().path("$ref").asText();
            if (reference.startsWith("#/components/pathItems/")) {
                path.setValue(ContractReader.target(root, reference).deepCopy());
            }
        });
    }

    /** Rewrites the schemas inside a node that is not a schema, such as an operation or a response. */
    private void owner(JsonNode node, String pointer) {
        node.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            String inner = pointer + "/" + key;
            if (key.equals("callbacks") && !value.isEmpty()) {
                throw refused(key, inner);
            } else if (key.equals("schema")) {
                entry.setValue(schema(value, inner));
            } else if (inner.equals("/components/schemas")) {
                value.properties().forEach(one -> one.setValue(schema(one.getValue(), inner + "/" + one.getKey())));
            } else if (!NOT_SCHEMAS.contains(key) && !key.startsWith("x-")) {
                owner(value, inner);
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            owner(node.get(i), pointer + "/" + i);
        }
    }

    /** Rewrites a schema and the schemas inside it. Returns the schema that replaces the given schema. */
    private JsonNode schema(JsonNode node, String pointer) {
        if (!(node instanceof ObjectNode schema)) {
            return node;
        }
        REFUSED.stream().filter(schema::has).findFirst().ifPresent(keyword -> {
            throw refused(keyword, pointer);
        });
        schema.path("properties")
                .properties()
                .forEach(member ->
                        member.setValue(schema(member.getValue(), pointer + "/properties/" + member.getKey())));
        for (String keyword : List.of("items", "additionalProperties")) {
            if (schema.path(keyword).isObject()) {
                schema.set(keyword, schema(schema.get(keyword), pointer + "/" + keyword));
            }
        }
        for (String keyword : List.of("allOf", "oneOf", "anyOf")) {
            if (schema.get(keyword) instanceof ArrayNode parts) {
                if (!keyword.equals("allOf")) {
                    nullVariant(schema, keyword, parts);
                }
                for (int i = 0; i < parts.size(); i++) {
                    parts.set(i, schema(parts.get(i), pointer + "/" + keyword + "/" + i));
                }
            }
        }
        types(schema, pointer);
        values(schema);
        bound(schema, "minimum", "exclusiveMinimum");
        bound(schema, "maximum", "exclusiveMaximum");
        schema.remove("examples");
        return withSiblings(schema);
    }

    /**
     * Removes a variant of the type {@code null}, and marks the schema as {@code nullable} instead. If only one other
     * variant is left, this variant moves to {@code allOf}.
     */
    private static void nullVariant(ObjectNode schema, String keyword, ArrayNode variants) {
        int size = variants.size();
        variants.removeIf(variant -> variant.path("type").asText().equals("null"));
        if (variants.size() < size) {
            schema.put("nullable", true);
            if (variants.size() == 1 && !schema.has("allOf")) {
                schema.remove(keyword);
                schema.set("allOf", variants);
            }
        }
    }

    private void types(ObjectNode schema, String pointer) {
        if (schema.path("type").isArray()) {
            List<String> types = new ArrayList<>();
            schema.get("type").forEach(type -> types.add(type.asText()));
            if (types.remove("null")) {
                schema.put("nullable", true);
            }
            if (types.size() != 1) {
                throw refused("type: " + schema.get("type"), pointer);
            }
            schema.put("type", types.get(0));
        } else if (schema.path("type").asText().equals("null")) {
            throw refused("type: null", pointer);
        }
    }

    private static void values(ObjectNode schema) {
        if (schema.has("const")) {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            schema.set("enum", values.add(schema.remove("const")));
        }
        if (schema.path("nullable").asBoolean() && schema.get("enum") instanceof ArrayNode values) {
            values.removeIf(JsonNode::isNull);
        }
    }

    /** Replaces a numeric exclusive bound of OpenAPI 3.1 by a bound and a flag, the form of OpenAPI 3.0. */
    private static void bound(ObjectNode schema, String inclusive, String exclusive) {
        if (schema.path(exclusive).isNumber()) {
            schema.set(inclusive, schema.get(exclusive));
            schema.put(exclusive, true);
        }
    }

    /**
     * Moves a reference into {@code allOf} if there are other keywords beside the reference. OpenAPI 3.1 applies
     * keywords beside a reference, but OpenAPI 3.0 ignores them.
     */
    private ObjectNode withSiblings(ObjectNode schema) {
        boolean alone = schema.properties().stream()
                .map(Map.Entry::getKey)
                .allMatch(key -> PROSE.contains(key) || key.startsWith("x-"));
        if (!later || alone || !schema.has("$ref")) {
            return schema;
        }
        JsonNode reference = schema.remove("$ref");
        ArrayNode parts = schema.withArray("allOf");
        parts.insert(0, JsonNodeFactory.instance.objectNode().set("$ref", TextNode.valueOf(reference.asText())));
        return schema;
    }

    /**
     * Merges the {@code allOf} of each named schema into the schema, because openapi-diff reports the use of {@code
     * allOf} as a change of the content. A schema stays unchanged if the parts in its {@code allOf} contradict each
     * other or have variants.
     */
    static void mergeParts(JsonNode root) {
        root.at("/components/schemas").properties().forEach(entry -> {
            ObjectNode merged = JsonNodeFactory.instance.objectNode();
            if (entry.getValue().has("allOf") && mergeInto(merged, entry.getValue(), root, new ArrayList<>())) {
                entry.setValue(merged);
            }
        });
    }

    private static boolean mergeInto(ObjectNode merged, JsonNode schema, JsonNode root, List<JsonNode> done) {
        if (!schema.isObject() || schema.has("$ref") || schema.has("oneOf") || schema.has("anyOf")) {
            return false;
        }
        // Parts are compared by identity, so that the recursion ends if an allOf refers to itself.
        if (done.stream().anyMatch(part -> part == schema)) {
            return true;
        }
        done.add(schema);
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            JsonNode value = entry.getValue();
            JsonNode known = merged.path(entry.getKey());
            switch (entry.getKey()) {
                case "allOf" -> {
                    for (JsonNode part : value) {
                        String reference = part.path("$ref").asText();
                        JsonNode target = reference.isEmpty() ? part : ContractReader.target(root, reference);
                        if (!mergeInto(merged, target, root, done)) {
                            return false;
                        }
                    }
                }
                case "properties" ->
                    value.properties()
                            .forEach(member ->
                                    merged.withObject("properties").putIfAbsent(member.getKey(), member.getValue()));
                case "required" -> value.forEach(merged.withArray("required")::add);
                case "description", "discriminator" -> {}
                default -> {
                    if (!known.isMissingNode() && !known.equals(value)) {
                        return false;
                    }
                    merged.set(entry.getKey(), value);
                }
            }
        }
        return true;
    }

    private IllegalArgumentException refused(String what, String pointer) {
        return new IllegalArgumentException(name + " uses " + what + " at #" + pointer
                + ", which certbridge can neither compare nor check. Describe the values without it");
    }
}
