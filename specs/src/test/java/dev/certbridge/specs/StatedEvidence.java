package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nothing is claimed without saying how it is known and where to look. */
final class StatedEvidence {

    static final Set<String> KINDS = Set.of("documented", "vendor-client", "inferred");

    private StatedEvidence() {}

    /** Operations and responses must carry evidence and source; wherever else evidence stands, it is of a known kind. */
    static List<String> complaints(Contract contract) {
        List<String> complaints = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            require(operation.toString(), operation.node(), complaints, "summary", "description");
            require(operation.toString(), operation.node(), complaints, "x-evidence", "x-source");
            operation
                    .responses()
                    .forEach((status, response) -> require(
                            operation + ", " + status, response, complaints, "description", "x-evidence", "x-source"));
        }
        contract.walk((place, node) -> {
            Object kind = node.get("x-evidence");
            // A field could be called x-evidence in an example; there it would be a value and not a mark.
            if (kind != null && !place.below("value") && !KINDS.contains(String.valueOf(kind))) {
                complaints.add(place + ": x-evidence is " + kind + ", not one of " + KINDS);
            }
        });
        return complaints;
    }

    private static void require(String place, Map<String, Object> node, List<String> complaints, String... keys) {
        for (String key : keys) {
            if (String.valueOf(node.getOrDefault(key, "")).isBlank()) {
                complaints.add(place + ": " + key + " is missing");
            }
        }
    }
}
