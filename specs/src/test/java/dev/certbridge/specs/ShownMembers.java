package dev.certbridge.specs;

import static dev.certbridge.specs.Contract.map;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that every member of every schema has a value in an example of the same document. Tests of the generated models read
 * and write the examples.
 */
final class ShownMembers {

    private final Contract contract;

    /** The names of shown members by schema, compared by identity because equal schemas can be at two locations. */
    private final Map<Object, Set<String>> shown = new IdentityHashMap<>();

    private ShownMembers(Contract contract) {
        this.contract = contract;
    }

    static List<String> violations(Contract contract) {
        ShownMembers members = new ShownMembers(contract);
        contract.walk(members::examples);
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> {
            if (isSchema(location, node)) {
                map(node.get("properties")).keySet().stream()
                        .filter(name ->
                                !members.shown.getOrDefault(node, Set.of()).contains(name))
                        .forEach(name -> violations.add(location.child("properties")
                                        .child(name) + ": no example shows it; null does not count"));
            }
        });
        return violations;
    }

    /** Excludes members with the name properties. */
    private static boolean isSchema(Location location, Map<String, Object> node) {
        return node.get("properties") instanceof Map<?, ?> && !location.below("value") && !isNames(location);
    }

    private static boolean isNames(Location location) {
        return location.last().equals("properties") && !location.parent().last().equals("properties");
    }

    /** Collects the examples beside a schema: of a body, a parameter or a header. */
    private void examples(Location location, Map<String, Object> node) {
        if (location.below("value") || isNames(location) || !node.containsKey("schema")) {
            return;
        }
        map(node.get("examples")).values().forEach(example -> {
            Map<String, Object> named = contract.resolved(example);
            show(named == null ? null : named.get("value"), node.get("schema"));
        });
        show(node.get("example"), node.get("schema"));
    }

    private void show(Object value, Object reference) {
        Map<String, Object> schema = contract.resolved(reference);
        if (value == null || schema == null) {
            return;
        }
        for (String variants : List.of("allOf", "oneOf", "anyOf")) {
            if (schema.get(variants) instanceof List<?> schemas) {
                schemas.forEach(variant -> show(value, variant));
            }
        }
        if (value instanceof List<?> items) {
            items.forEach(item -> show(item, schema.get("items")));
        } else if (value instanceof Map<?, ?>) {
            map(value).forEach((name, member) -> {
                Map<String, Object> properties = map(schema.get("properties"));
                if (member != null && properties.containsKey(name)) {
                    shown.computeIfAbsent(schema, key -> new HashSet<>()).add(name);
                    show(member, properties.get(name));
                } else if (schema.get("additionalProperties") instanceof Map<?, ?> any) {
                    show(member, any);
                }
            });
        }
    }
}
