package dev.certbridge.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that every member of every schema has a value in an example of the same document. Tests of the generated
 * models read and write the examples.
 */
final class ShownMembers {

    private final Contract contract;

    /** The names of shown members by schema, compared by identity because equal schemas can be at two locations. */
    private final Map<JsonNode, Set<String>> shown = new IdentityHashMap<>();

    private ShownMembers(Contract contract) {
        this.contract = contract;
    }

    static List<String> violations(Contract contract) {
        ShownMembers members = new ShownMembers(contract);
        contract.walk(members::examples);
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> {
            if (isSchema(location, node)) {
                node.get("properties").properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name ->
                                !members.shown.getOrDefault(node, Set.of()).contains(name))
                        .forEach(name -> violations.add(location.child("properties")
                                        .child(name) + ": no example shows it; null does not count"));
            }
        });
        return violations;
    }

    /** Excludes members with the name properties. */
    private static boolean isSchema(Location location, JsonNode node) {
        return node.path("properties").isObject() && !location.below("value") && !isNames(location);
    }

    private static boolean isNames(Location location) {
        return location.last().equals("properties") && !location.parent().last().equals("properties");
    }

    /** Collects the examples beside a schema: of a body, a parameter or a header. */
    private void examples(Location location, JsonNode node) {
        if (location.below("value") || isNames(location) || !node.has("schema")) {
            return;
        }
        node.path("examples").forEach(example -> show(contract.resolved(example).path("value"), node.get("schema")));
        show(node.path("example"), node.get("schema"));
    }

    private void show(JsonNode value, JsonNode reference) {
        JsonNode schema = contract.resolved(reference);
        if (value.isMissingNode() || value.isNull() || schema.isMissingNode()) {
            return;
        }
        for (String variants : List.of("allOf", "oneOf", "anyOf")) {
            schema.path(variants).forEach(variant -> show(value, variant));
        }
        if (value.isArray()) {
            value.forEach(item -> show(item, schema.path("items")));
        }
        value.properties().forEach(member -> {
            JsonNode property = schema.path("properties").path(member.getKey());
            if (!member.getValue().isNull() && !property.isMissingNode()) {
                shown.computeIfAbsent(schema, key -> new HashSet<>()).add(member.getKey());
                show(member.getValue(), property);
            } else if (schema.path("additionalProperties").isObject()) {
                show(member.getValue(), schema.get("additionalProperties"));
            }
        });
    }
}
