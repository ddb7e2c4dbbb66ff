package dev.certbridge.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks of the operations and responses of a contract. Each returns the violations, one line each. */
final class OperationChecks {

    private static final Pattern VERB_AND_NOUN = Pattern.compile("(accept|acknowledge|add|cancel|complete|create|decode"
            + "|delete|download|generate|get|import|list|patch|poll|reissue|remove|renew|request|resend|retry|revoke"
            + "|schedule|send|subscribe|update|validate)([A-Z][a-z0-9]*)+");
    private static final Pattern REASON = Pattern.compile(" spends: (.+)$");
    private static final Set<String> KINDS = Set.of("documented", "vendor-client", "inferred");
    private static final Set<String> READS = Set.of("Listed", "Read", "Downloaded");
    private static final Pattern WORDS = Pattern.compile("Quoted|Ordered|Accepted|Listed|Read|Downloaded|Done"
            + "|OutcomeUnknown|ProviderFault"
            + "|Rejected/(InvalidRequest|Unauthorized|NotFound|Conflict:(NOT_READY|WRONG_STATE|UNKNOWN)"
            + "|BillableAcknowledgmentNeeded|InsufficientCredit|RateLimited)");

    private OperationChecks() {}

    /** Checks that no operation or status was added, removed or renamed unless operations.txt was changed, too. */
    static List<String> known(Contract contract) {
        Set<String> found =
                contract.operations().stream().map(Operation::line).collect(Collectors.toCollection(TreeSet::new));
        List<String> known = contract.reviewed().stream()
                .map(line -> REASON.matcher(line).replaceFirst(" spends"))
                .toList();
        List<String> violations = new ArrayList<>();
        known.stream()
                .filter(line -> !found.contains(line))
                .forEach(line ->
                        violations.add("only in specs/%s/operations.txt: %s".formatted(contract.provider(), line)));
        found.stream()
                .filter(line -> !known.contains(line))
                .forEach(line -> violations.add("only in specs/%s/openapi.yaml, not in operations.txt: %s"
                        .formatted(contract.provider(), line)));
        return violations;
    }

    /** Checks that the operations with {@code x-spends} are those with a reason in operations.txt. */
    static List<String> spending(Contract contract) {
        Map<String, String> reasons = new HashMap<>();
        contract.reviewed().forEach(line -> {
            Matcher reason = REASON.matcher(line);
            if (reason.find()) {
                reasons.put(line.substring(0, line.indexOf(' ')), reason.group(1));
            }
        });
        List<String> violations = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            String reason = reasons.get(operation.id());
            if (reason != null && !operation.spends()) {
                violations.add(operation + ": x-spends: true is missing, but it " + reason);
            } else if (reason == null && operation.node().has("x-spends")) {
                violations.add(operation + ": has x-spends, but operations.txt has no reason for it");
            }
        }
        return violations;
    }

    /** Checks that operations have a name that can be a Java method, one tag, and their own security. */
    static List<String> naming(Contract contract) {
        List<String> violations = new ArrayList<>();
        Set<String> declared = new HashSet<>();
        contract.document()
                .path("tags")
                .forEach(tag -> declared.add(tag.path("name").asText()));
        Set<String> ids = new HashSet<>();
        for (Operation operation : contract.operations()) {
            if (!VERB_AND_NOUN.matcher(operation.id()).matches()) {
                violations.add(operation
                        + ": the operationId is not a lowerCamel verb and noun; VERB_AND_NOUN lists the verbs");
            }
            if (!ids.add(operation.id())) {
                violations.add(operation + ": the operationId is used twice");
            }
            JsonNode tags = operation.node().path("tags");
            if (tags.size() != 1 || !declared.contains(tags.get(0).asText())) {
                violations.add(operation + ": has not exactly one tag of those declared: " + tags);
            }
            // Traffic validators do not enforce the security of the document.
            if (operation.node().path("security").isEmpty()) {
                violations.add(operation + ": security is missing");
            }
        }
        return violations;
    }

    /** Checks that operations and responses have evidence and a source, and that all evidence is of a known kind. */
    static List<String> evidence(Contract contract) {
        List<String> violations = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            require(operation.toString(), operation.node(), violations, "summary", "description");
            require(operation.toString(), operation.node(), violations, "x-evidence", "x-source");
            operation
                    .responses()
                    .forEach((status, response) -> require(
                            operation + ", " + status, response, violations, "description", "x-evidence", "x-source"));
        }
        contract.walk((location, node) -> {
            String kind = node.path("x-evidence").asText();
            // In an example, x-evidence would be the name of a member.
            if (node.has("x-evidence") && !location.below("value") && !KINDS.contains(kind)) {
                violations.add(location + ": x-evidence is " + kind + ", not one of " + KINDS);
            }
        });
        return violations;
    }

    private static void require(String location, JsonNode node, List<String> violations, String... keys) {
        for (String key : keys) {
            if (!node.path(key).isContainerNode() && node.path(key).asText().isBlank()) {
                violations.add(location + ": " + key + " is missing");
            }
        }
    }

    /**
     * Checks that responses have a valid outcome, and that the outcome of a write is unknown after a server failure.
     */
    static List<String> outcomes(Contract contract) {
        List<String> violations = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            boolean reads = readsOnly(operation);
            operation.responses().forEach((status, response) -> {
                String location = operation + ", " + status;
                for (String one : outcomesOf(response)) {
                    if (!WORDS.matcher(one).matches()) {
                        violations.add(location + ": x-outcome is " + one + ", not one of " + WORDS);
                    }
                }
                String afterFailure = reads ? "ProviderFault" : "OutcomeUnknown";
                String outcome = response.path("x-outcome").asText();
                if (status.startsWith("5") && !afterFailure.equals(outcome)) {
                    violations.add("%s: x-outcome is %s, but a %s has %s"
                            .formatted(
                                    location,
                                    outcome,
                                    reads ? "failed read" : "write that failed at the server",
                                    afterFailure));
                }
            });
        }
        return violations;
    }

    /** Decides by the outcomes of success and not by the method, because some reads are a POST. */
    private static boolean readsOnly(Operation operation) {
        return !operation.spends()
                && operation.responses().entrySet().stream()
                        .filter(response -> response.getKey().startsWith("2"))
                        .allMatch(response -> READS.containsAll(outcomesOf(response.getValue())));
    }

    private static List<String> outcomesOf(JsonNode response) {
        JsonNode outcome = response.path("x-outcome");
        return outcome.isObject()
                ? outcome.properties().stream()
                        .map(one -> one.getValue().asText())
                        .toList()
                : List.of(outcome.asText());
    }
}
