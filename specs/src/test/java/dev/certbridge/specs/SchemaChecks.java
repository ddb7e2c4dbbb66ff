package dev.certbridge.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of the schemas and references of a contract. Each returns the violations, one line each. */
final class SchemaChecks {

    /**
     * Members that logs must not contain. The CSR is no secret but too long. The flag authKey of an order is no text.
     */
    private static final Set<String> NAMES = Set.of("csr", "authKey", "accountKey", "hmacKey");

    private SchemaChecks() {}

    /** Checks that secrets have a format that the generated {@code toString()} masks, in requests and responses. */
    static List<String> secrets(Contract contract) {
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> {
            if (location.last().equals("properties") && !location.below("value")) {
                node.properties()
                        .forEach(entry -> secret(location.child(entry.getKey()), entry.getValue(), violations));
            }
        });
        return violations;
    }

    private static void secret(Location location, JsonNode schema, List<String> violations) {
        if (NAMES.contains(location.last())
                && schema.path("type").asText().equals("string")
                && !schema.path("format").asText().equals("password")) {
            violations.add(location + ": format: password is missing, so generated code prints it");
        }
    }

    /** Checks that responses accept new values, and that requests send only values that the caller set. */
    static List<String> openness(Contract contract) {
        List<String> violations = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            Set<String> seen = new HashSet<>();
            operation
                    .responses()
                    .forEach((status, response) -> closed(
                            new Location(contract, List.of()), operation + ", " + status, response, seen, violations));
        }
        contract.walk((location, node) -> {
            if (node.has("default")
                    && node.has("type")
                    && !location.below("value")
                    && !location.last().equals("properties")) {
                violations.add(location + ": has a default, which the generated client would send on each request");
            }
        });
        return violations;
    }

    private static void closed(Location from, String answer, JsonNode root, Set<String> seen, List<String> violations) {
        Contract.walk(from, root, (location, node) -> {
            if (location.below("value")) {
                return;
            }
            if (node.path("enum").isArray()) {
                String where = String.join(", ", location.keys());
                violations.add(answer + ", " + where + ": a new value would not decode; use x-known-values: "
                        + node.get("enum"));
            }
            String reference = node.path("$ref").asText();
            if (!reference.isEmpty() && seen.add(reference)) {
                JsonNode target = from.contract().resolved(node);
                closed(new Location(from.contract(), List.of(reference)), answer, target, seen, violations);
            }
        });
    }

    /** Checks that every reference has a target and no siblings, which tools ignore. */
    static List<String> references(Contract contract) {
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> {
            if (!node.path("$ref").isTextual() || location.below("value")) {
                return;
            }
            if (contract.resolved(node).isMissingNode()) {
                violations.add(location + ": $ref has no target: " + node.get("$ref"));
            }
            if (node.size() > 1) {
                violations.add(location + ": tools ignore the siblings of a $ref: " + node);
            }
        });
        return violations;
    }
}
