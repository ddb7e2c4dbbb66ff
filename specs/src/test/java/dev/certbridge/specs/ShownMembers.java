package dev.certbridge.specs;

import static dev.certbridge.specs.Contract.map;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every member of every schema has a value in some example of the same document. What no example shows, no test of the
 * generated models decodes and encodes again.
 */
final class ShownMembers {

    private final Contract contract;

    /** By schema, the very object of the document: equal schemas at two places are two schemas. */
    private final Map<Object, Set<String>> shown = new IdentityHashMap<>();

    private ShownMembers(Contract contract) {
        this.contract = contract;
    }

    static List<String> complaints(Contract contract) {
        ShownMembers members = new ShownMembers(contract);
        contract.walk(members::examples);
        List<String> complaints = new ArrayList<>();
        contract.walk((place, node) -> {
            if (isSchema(place, node)) {
                map(node.get("properties")).keySet().stream()
                        .filter(name ->
                                !members.shown.getOrDefault(node, Set.of()).contains(name))
                        .forEach(name -> complaints.add(
                                place.child("properties").child(name) + ": no example shows it; null is no value"));
            }
        });
        return complaints;
    }

    /** A member may itself be called properties, and so may a member of an example. */
    private static boolean isSchema(Place place, Map<String, Object> node) {
        return node.get("properties") instanceof Map<?, ?> && !place.below("value") && !isNames(place);
    }

    private static boolean isNames(Place place) {
        return place.last().equals("properties") && !place.parent().last().equals("properties");
    }

    /** What stands beside a schema shows it: in a body, a parameter or a header. */
    private void examples(Place place, Map<String, Object> node) {
        if (place.below("value") || isNames(place) || !node.containsKey("schema")) {
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
