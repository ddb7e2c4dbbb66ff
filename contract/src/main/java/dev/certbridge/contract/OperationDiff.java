package dev.certbridge.contract;

import static dev.certbridge.contract.ChangeType.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares two versions of one operation, with its authorization, parameters, request body and responses. */
final class OperationDiff {

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]*)}");
    private static final String NO_AUTHORIZATION = "no authorization";

    private final ContractOperation before;
    private final ContractOperation after;
    private final SchemaDiff schemas;

    OperationDiff(ContractOperation before, ContractOperation after) {
        this.before = before;
        this.after = after;
        this.schemas = new SchemaDiff(before.document(), after.document());
    }

    void compare(Collection<ContractChange> found) {
        DiffContext at = DiffContext.of(found, before);
        operation(at);
        security(at);
        parameters(at);
        requestBody(at);
        responses(at);
    }

    private void operation(DiffContext at) {
        if (!before.id().equals(after.id())) {
            at.affecting(after.generated()).report(OPERATION_RENAMED, before.label(), after.label());
        }
        if (!before.generatedApi().equals(after.generatedApi())) {
            at.affecting(after.generated()).report(OPERATION_REGROUPED, before.generatedApi(), after.generatedApi());
        }
        if (!before.address().equals(after.address())) {
            at.report(OPERATION_MOVED, before.method(), before.path(), after.method(), after.path());
        }
        if (isDeprecated(before.node()) != isDeprecated(after.node())) {
            at.report(isDeprecated(after.node()) ? OPERATION_DEPRECATED : OPERATION_NO_LONGER_DEPRECATED);
        }
        if (before.spends() != after.spends()) {
            at.report(SPENDS_CHANGED, after.spends() ? "now" : "no longer");
        }
    }

    private void security(DiffContext at) {
        Set<String> oldWays = authorizations(before);
        Set<String> newWays = authorizations(after);
        oldWays.stream().filter(way -> !newWays.contains(way)).forEach(way -> at.report(SECURITY_REMOVED, way));
        newWays.stream().filter(way -> !oldWays.contains(way)).forEach(way -> at.report(SECURITY_ADDED, way));
        Map<String, JsonNode> newSchemes = schemes(after);
        schemes(before).forEach((name, scheme) -> {
            if (newSchemes.containsKey(name) && !newSchemes.get(name).equals(scheme)) {
                at.report(SECURITY_SCHEME_CHANGED, name);
            }
        });
    }

    /** Returns the alternative {@code security} requirements as texts, such as {@code key with token [write]}. */
    private static Set<String> authorizations(ContractOperation operation) {
        Set<String> ways = new LinkedHashSet<>();
        operation.security().forEach(way -> {
            Set<String> parts = new TreeSet<>();
            way.properties().forEach(scheme -> {
                Set<String> scopes = new TreeSet<>();
                scheme.getValue().forEach(scope -> scopes.add(scope.asText()));
                parts.add(scopes.isEmpty() ? scheme.getKey() : scheme.getKey() + " " + scopes);
            });
            ways.add(parts.isEmpty() ? NO_AUTHORIZATION : String.join(" with ", parts));
        });
        return ways.isEmpty() ? Set.of(NO_AUTHORIZATION) : ways;
    }

    /**
     * Returns the security schemes by name. The returned schemes have no descriptions, because descriptions do not
     * affect a request.
     */
    private static Map<String, JsonNode> schemes(ContractOperation operation) {
        ContractDocument document = operation.document();
        JsonNode defined = document.root().path("components").path("securitySchemes");
        Map<String, JsonNode> schemes = new TreeMap<>();
        operation
                .security()
                .forEach(way -> way.fieldNames().forEachRemaining(name -> {
                    JsonNode scheme = document.resolve(defined.path(name));
                    schemes.put(
                            name,
                            scheme instanceof ObjectNode object
                                    ? object.deepCopy().without("description")
                                    : scheme);
                }));
        return schemes;
    }

    private void parameters(DiffContext operation) {
        Map<String, String> renamed = renamedPathParameters();
        Map<String, JsonNode> newParameters = new LinkedHashMap<>(after.parameters());
        before.parameters().forEach((key, parameter) -> {
            DiffContext at = operation.parameter(key);
            JsonNode successor = newParameters.remove(renamed.getOrDefault(key, key));
            if (successor == null) {
                at.report(PARAMETER_REMOVED);
                return;
            }
            if (renamed.containsKey(key)) {
                at.report(PATH_PARAMETER_RENAMED, successor.path("name").asText());
            }
            parameter(parameter, successor, at);
        });
        newParameters.forEach((key, parameter) -> operation
                .parameter(key)
                .report(isRequired(parameter) ? REQUIRED_PARAMETER_ADDED : OPTIONAL_PARAMETER_ADDED));
    }

    private void parameter(JsonNode oldParameter, JsonNode newParameter, DiffContext at) {
        if (isRequired(oldParameter) != isRequired(newParameter)) {
            at.report(isRequired(newParameter) ? PARAMETER_NEWLY_REQUIRED : PARAMETER_NO_LONGER_REQUIRED);
        }
        if (!style(oldParameter).equals(style(newParameter))) {
            at.report(PARAMETER_STYLE_CHANGED, style(oldParameter), style(newParameter));
        }
        if (isDeprecated(newParameter) && !isDeprecated(oldParameter)) {
            at.report(PARAMETER_DEPRECATED);
        }
        schemas.compare(oldParameter.path("schema"), newParameter.path("schema"), "", at);
        content(oldParameter, newParameter, "", at);
    }

    /**
     * Returns the style of a parameter. A missing value counts as the default value of OpenAPI. A contract that newly
     * states the default value of OpenAPI counts as unchanged.
     */
    private static String style(JsonNode parameter) {
        String usual = List.of("query", "cookie").contains(parameter.path("in").asText()) ? "form" : "simple";
        String style = parameter.path("style").asText(usual);
        boolean explode = parameter.path("explode").asBoolean(style.equals("form"));
        return style
                + (explode ? ", exploded" : "")
                + (parameter.path("allowReserved").asBoolean() ? ", reserved allowed" : "")
                + (parameter.path("allowEmptyValue").asBoolean() ? ", empty allowed" : "");
    }

    /**
     * Returns the path parameters that have a new name at the same position. A new name of a path parameter does not
     * change a request.
     */
    private Map<String, String> renamedPathParameters() {
        Map<String, String> renamed = new LinkedHashMap<>();
        List<String> oldNames = pathParameters(before);
        List<String> newNames = pathParameters(after);
        for (int i = 0; i < Math.min(oldNames.size(), newNames.size()); i++) {
            if (!oldNames.get(i).equals(newNames.get(i)) && !newNames.contains(oldNames.get(i))) {
                renamed.put("path " + oldNames.get(i), "path " + newNames.get(i));
            }
        }
        return renamed;
    }

    private static List<String> pathParameters(ContractOperation operation) {
        return PATH_PARAMETER
                .matcher(operation.path())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private void requestBody(DiffContext at) {
        JsonNode oldBody = before.document().resolve(before.node().path("requestBody"));
        JsonNode newBody = after.document().resolve(after.node().path("requestBody"));
        if (oldBody.isMissingNode() && newBody.isMissingNode()) {
            return;
        }
        if (oldBody.isMissingNode()) {
            at.report(isRequired(newBody) ? REQUIRED_BODY_ADDED : OPTIONAL_BODY_ADDED);
            return;
        }
        if (newBody.isMissingNode()) {
            at.report(BODY_REMOVED);
            return;
        }
        if (isRequired(oldBody) != isRequired(newBody)) {
            at.report(isRequired(newBody) ? BODY_NEWLY_REQUIRED : BODY_NO_LONGER_REQUIRED);
        }
        content(oldBody, newBody, before.id() + "_request", at);
    }

    /** Compares the media types of a request or response. A schema without a name gets the name {@code inlineName}. */
    private void content(JsonNode oldOwner, JsonNode newOwner, String inlineName, DiffContext owner) {
        JsonNode oldContent = oldOwner.path("content");
        JsonNode newContent = newOwner.path("content");
        oldContent.properties().forEach(type -> {
            DiffContext at = owner.mediaType(type.getKey());
            JsonNode successor = newContent.path(type.getKey());
            if (successor.isMissingNode()) {
                at.report(MEDIA_TYPE_REMOVED);
            } else {
                schemas.compare(type.getValue().path("schema"), successor.path("schema"), inlineName, at);
            }
        });
        added(oldContent, newContent).forEach(type -> owner.mediaType(type).report(MEDIA_TYPE_ADDED));
    }

    private void responses(DiffContext operation) {
        JsonNode oldResponses = before.node().path("responses");
        JsonNode newResponses = after.node().path("responses");
        oldResponses.properties().forEach(entry -> {
            String status = entry.getKey();
            DiffContext at = operation.status(status);
            if (newResponses.has(status)) {
                JsonNode oldResponse = before.document().resolve(entry.getValue());
                JsonNode newResponse = after.document().resolve(newResponses.get(status));
                outcome(outcomes(oldResponse), outcomes(newResponse), at);
                headers(headers(before, oldResponse), headers(after, newResponse), at);
                content(oldResponse, newResponse, before.id() + "_" + status + "_response", at);
            } else {
                at.report(STATUS_REMOVED);
            }
        });
        added(oldResponses, newResponses)
                .forEach(status -> operation.status(status).report(added(status)));
    }

    private static ChangeType added(String status) {
        if (!status.matches("[1-5][0-9][0-9]")) {
            return STATUS_RANGE_ADDED;
        }
        return status.matches("[123].*") ? SUCCESS_STATUS_ADDED : FAILURE_STATUS_ADDED;
    }

    private static void outcome(Map<String, String> oldOutcomes, Map<String, String> newOutcomes, DiffContext at) {
        Set<String> bodies = new TreeSet<>(oldOutcomes.keySet());
        bodies.addAll(newOutcomes.keySet());
        bodies.forEach(body -> {
            String from = oldOutcomes.getOrDefault(body, oldOutcomes.getOrDefault("*", "nothing"));
            String to = newOutcomes.getOrDefault(body, newOutcomes.getOrDefault("*", "nothing"));
            if (!from.equals(to)) {
                String which = body.equals("*") ? "" : " (" + body + ")";
                at.report(OUTCOME_CHANGED, which, from, to);
            }
        });
    }

    private static Map<String, String> outcomes(JsonNode response) {
        return ContractResponse.outcomes(response.path("x-outcome"));
    }

    private void headers(Map<String, JsonNode> oldHeaders, Map<String, JsonNode> newHeaders, DiffContext response) {
        oldHeaders.forEach((name, header) -> {
            DiffContext at = response.parameter("header " + name);
            @Nullable JsonNode successor = newHeaders.get(name);
            if (successor == null) {
                at.report(HEADER_REMOVED);
                return;
            }
            if (isRequired(header) != isRequired(successor)) {
                at.report(isRequired(successor) ? HEADER_NEWLY_REQUIRED : HEADER_NO_LONGER_REQUIRED);
            }
            schemas.compare(header.path("schema"), successor.path("schema"), "", at);
        });
        newHeaders.keySet().stream()
                .filter(name -> !oldHeaders.containsKey(name))
                .forEach(name -> response.parameter("header " + name).report(HEADER_ADDED));
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

    private static List<String> added(JsonNode oldNode, JsonNode newNode) {
        return newNode.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !oldNode.has(name))
                .toList();
    }

    private static boolean isRequired(JsonNode node) {
        return node.path("required").asBoolean();
    }

    private static boolean isDeprecated(JsonNode node) {
        return node.path("deprecated").asBoolean();
    }
}
