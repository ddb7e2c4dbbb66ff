package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares the responses of an operation: statuses, what they mean, headers and bodies. */
final class ResponseDiff {

    private final ContractOperation before;
    private final ContractOperation after;
    private final SchemaDiff schemas;

    ResponseDiff(ContractOperation before, ContractOperation after, SchemaDiff schemas) {
        this.before = before;
        this.after = after;
        this.schemas = schemas;
    }

    void compare(DiffContext operation) {
        JsonNode oldResponses = before.node().path("responses");
        JsonNode newResponses = after.node().path("responses");
        oldResponses.properties().forEach(entry -> {
            DiffContext spot = operation.status(entry.getKey());
            if (newResponses.has(entry.getKey())) {
                JsonNode oldResponse = before.document().resolve(entry.getValue());
                JsonNode newResponse = after.document().resolve(newResponses.get(entry.getKey()));
                response(entry.getKey(), oldResponse, newResponse, spot);
            } else {
                spot.report(ChangeType.STATUS_REMOVED, "the status was removed");
            }
        });
        newResponses.properties().stream()
                .map(Map.Entry::getKey)
                .filter(status -> !oldResponses.has(status))
                .forEach(status -> operation
                        .status(status)
                        .report(
                                status.matches("[123].*")
                                        ? ChangeType.SUCCESS_STATUS_ADDED
                                        : ChangeType.FAILURE_STATUS_ADDED,
                                "the status was added"));
    }

    private void response(String status, JsonNode oldResponse, JsonNode newResponse, DiffContext spot) {
        outcome(oldResponse.path("x-outcome"), newResponse.path("x-outcome"), spot);
        headers(headers(before, oldResponse), headers(after, newResponse), spot);
        new BodyDiff(schemas).content(oldResponse, newResponse, before.id() + "_" + status + "_response", spot);
    }

    private static void outcome(JsonNode oldOutcome, JsonNode newOutcome, DiffContext spot) {
        Map<String, String> oldCases = cases(oldOutcome);
        Map<String, String> newCases = cases(newOutcome);
        Map<String, String> all = new TreeMap<>(oldCases);
        newCases.forEach(all::putIfAbsent);
        all.keySet().forEach(body -> {
            String from = oldCases.getOrDefault(body, oldCases.getOrDefault("*", "nothing"));
            String to = newCases.getOrDefault(body, newCases.getOrDefault("*", "nothing"));
            if (!from.equals(to)) {
                String which = body.equals("*") ? "" : " (" + body + ")";
                spot.report(
                        ChangeType.OUTCOME_CHANGED,
                        "the status%s meant %s and now means %s".formatted(which, from, to));
            }
        });
    }

    /** What each kind of body means. A case that is not listed means what {@code *} means. */
    private static Map<String, String> cases(JsonNode outcome) {
        Map<String, String> cases = new TreeMap<>();
        outcome.properties()
                .forEach(entry -> cases.put(entry.getKey(), entry.getValue().asText()));
        if (outcome.isValueNode()) {
            cases.put("*", outcome.asText());
        }
        return cases;
    }

    private void headers(Map<String, JsonNode> oldHeaders, Map<String, JsonNode> newHeaders, DiffContext response) {
        oldHeaders.forEach((name, header) -> {
            DiffContext spot = response.parameter("header " + name);
            Optional<JsonNode> successor = Optional.ofNullable(newHeaders.get(name));
            if (successor.isEmpty()) {
                spot.report(ChangeType.HEADER_REMOVED, "the header was removed");
                return;
            }
            boolean was = header.path("required").asBoolean();
            boolean is = successor.get().path("required").asBoolean();
            if (was && !is) {
                spot.report(ChangeType.HEADER_NO_LONGER_REQUIRED, "the header may now be missing");
            }
            if (is && !was) {
                spot.report(ChangeType.HEADER_NEWLY_REQUIRED, "the header is now always there");
            }
            schemas.compare(header.path("schema"), successor.get().path("schema"), "", spot);
        });
        newHeaders.keySet().stream()
                .filter(name -> !oldHeaders.containsKey(name))
                .forEach(name ->
                        response.parameter("header " + name).report(ChangeType.HEADER_ADDED, "the header was added"));
    }

    private static Map<String, JsonNode> headers(ContractOperation operation, JsonNode response) {
        Map<String, JsonNode> headers = new TreeMap<>();
        response.path("headers")
                .properties()
                .forEach(entry -> headers.put(
                        entry.getKey().toLowerCase(Locale.ROOT),
                        operation.document().resolve(entry.getValue())));
        return headers;
    }
}
