package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers take new values, and requests send nothing that the caller did not set. */
final class OpenSchemas {

    private OpenSchemas() {}

    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            Set<String> seen = new HashSet<>();
            operation
                    .responses()
                    .forEach((status, response) -> closed(
                            new Place(contract, List.of()), operation + ", " + status, response, seen, complaints));
        }
        contract.walk((place, node) -> {
            if (node.containsKey("default")
                    && node.containsKey("type")
                    && !place.below("value")
                    && !place.last().equals("properties")) {
                complaints.add(place + ": has a default, which the generated client would send on each request");
            }
        });
        return complaints;
    }

    private static void closed(
            Place from, String answer, Map<String, Object> root, Set<String> seen, List<String> complaints) {
        Contract.walk(from, root, (place, node) -> {
            if (place.below("value")) {
                return;
            }
            if (node.get("enum") instanceof List<?> values) {
                String where = String.join(", ", place.keys());
                complaints.add(answer + ", " + where + ": a new value would not decode; use x-known-values: " + values);
            }
            if (node.get("$ref") instanceof String reference && seen.add(reference)) {
                Map<String, Object> target = from.contract().resolved(node);
                if (target != null) {
                    closed(new Place(from.contract(), List.of(reference)), answer, target, seen, complaints);
                }
            }
        });
    }
}
