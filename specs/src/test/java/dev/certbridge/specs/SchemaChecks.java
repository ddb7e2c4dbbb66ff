package dev.certbridge.specs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks of the schemas and references of a contract. Each returns the violations, one line each. */
final class SchemaChecks {

    /** Members that logs must not contain. The CSR is no secret but too long. The flag authKey of an order is no text. */
    private static final Set<String> NAMES = Set.of("csr", "authKey", "accountKey", "hmacKey");

    private SchemaChecks() {}

    /** Checks that secrets have a format that the generated {@code toString()} masks, in requests and responses. */
    static List<String> secrets(Contract contract) {
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> {
            if (location.last().equals("properties") && !location.below("value")) {
                node.forEach((name, schema) -> secret(location.child(name), name, schema, violations));
            }
        });
        return violations;
    }

    private static void secret(Location location, String name, Object schema, List<String> violations) {
        if (NAMES.contains(name)
                && schema instanceof Map<?, ?> member
                && "string".equals(member.get("type"))
                && !"password".equals(member.get("format"))) {
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
            if (node.containsKey("default")
                    && node.containsKey("type")
                    && !location.below("value")
                    && !location.last().equals("properties")) {
                violations.add(location + ": has a default, which the generated client would send on each request");
            }
        });
        return violations;
    }

    private static void closed(
            Location from, String answer, Map<String, Object> root, Set<String> seen, List<String> violations) {
        Contract.walk(from, root, (location, node) -> {
            if (location.below("value")) {
                return;
            }
            if (node.get("enum") instanceof List<?> values) {
                String where = String.join(", ", location.keys());
                violations.add(answer + ", " + where + ": a new value would not decode; use x-known-values: " + values);
            }
            if (node.get("$ref") instanceof String reference && seen.add(reference)) {
                Map<String, Object> target = from.contract().resolved(node);
                if (target != null) {
                    closed(new Location(from.contract(), List.of(reference)), answer, target, seen, violations);
                }
            }
        });
    }

    /** Checks that every reference has a target and no siblings, which tools ignore. */
    static List<String> references(Contract contract) {
        List<String> violations = new ArrayList<>();
        contract.walk((location, node) -> {
            if (!(node.get("$ref") instanceof String reference) || location.below("value")) {
                return;
            }
            if (contract.resolved(node) == null) {
                violations.add(location + ": $ref has no target: " + reference);
            }
            if (node.size() > 1) {
                violations.add(location + ": tools ignore the siblings of a $ref: " + node.keySet());
            }
        });
        return violations;
    }
}
