package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.SchemaWalk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request in which deviations from the contract are corrected, as a lenient server would do. The vendors' own clients
 * send bodies and headers that deviate from the contract. No source says that the vendors refuse a request because of
 * such a deviation.
 */
record LenientRequest(StubCall call, List<String> deviations) {

    private static final String CONTENT_TYPE = "content-type";
    private static final String JSON_TYPE = "application/json";
    private static final Set<String> LISTS = Set.of("array", "object");

    static LenientRequest of(StubOperation operation, StubCall sent) {
        List<String> deviations = new ArrayList<>();
        Map<String, List<String>> query = withoutRepetitions(operation, sent.query(), deviations);
        Map<String, List<String>> headers = new LinkedHashMap<>(sent.headers());
        byte[] body = sent.body();
        if (body.length > 0 && !operation.hasBody()) {
            deviations.add("has a body, but this operation has no body in the contract");
            body = new byte[0];
            headers.remove(CONTENT_TYPE);
        }
        JsonNode json = body.length == 0 ? MissingNode.getInstance() : sent.json();
        if (json.isContainerNode()) {
            if (headers.getOrDefault(CONTENT_TYPE, List.of()).stream()
                    .noneMatch(type -> type.toLowerCase(Locale.ROOT).startsWith(JSON_TYPE))) {
                deviations.add(
                        "has a JSON body with Content-Type " + headers.getOrDefault(CONTENT_TYPE, List.of("(none)")));
                headers.put(CONTENT_TYPE, List.of(JSON_TYPE));
            }
            int before = deviations.size();
            removeNulls(json, "", deviations);
            body = deviations.size() > before ? json.toString().getBytes(StandardCharsets.UTF_8) : body;
        }
        return new LenientRequest(sent.with(query, headers, body), deviations);
    }

    /**
     * Keeps only the first value of each documented parameter that is not a list. An undocumented parameter can be a
     * filter, and keeps all its values.
     */
    private static Map<String, List<String>> withoutRepetitions(
            StubOperation operation, Map<String, List<String>> sent, List<String> deviations) {
        Map<String, List<String>> query = new LinkedHashMap<>(sent);
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            List<String> values = sent.getOrDefault(name, List.of());
            boolean single = parameter.path("in").asText().equals("query")
                    && !LISTS.contains(parameter.path("schema").path("type").asText());
            if (single && values.size() > 1) {
                deviations.add(
                        name + ": is given " + values.size() + " times and is not a list; the first value is used");
                query.put(name, List.of(values.get(0)));
            }
        }
        return query;
    }

    /** Removes the null members of a body, because most servers treat them as missing. */
    private static void removeNulls(JsonNode node, String path, List<String> deviations) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                removeNulls(node.get(i), path + "." + i, deviations);
            }
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                String inner = path + "." + member.getKey();
                if (member.getValue().isNull()) {
                    deviations.add(inner.substring(1) + ": is null and is treated as missing");
                    object.remove(member.getKey());
                } else {
                    removeNulls(member.getValue(), inner, deviations);
                }
            }
        }
    }

    /**
     * Describes the values of a request that are outside {@code x-known-values} or {@code x-known-limits}. No source
     * says that a reseller refuses unknown values or values outside known limits.
     */
    static List<String> unknownValues(StubOperation operation, StubCall call) {
        List<String> deviations = new ArrayList<>();
        ContractOperation definition = operation.definition();
        JsonNode body = definition.node().at("/requestBody/content/application~1json/schema");
        SchemaWalk.of(definition.document(), call.json(), body, (pointer, value, schema) -> {
            if (value.isValueNode()) {
                String path = pointer.toString().replaceFirst("^/", "").replace('/', '.');
                compareText(schema, value.asText(), path, deviations);
            }
        });
        for (JsonNode parameter : operation.parameters()) {
            String name = parameter.path("name").asText();
            List<String> values = switch (parameter.path("in").asText()) {
                case "query" -> call.query().getOrDefault(name, List.of());
                case "path" -> List.of(call.pathParameter(name));
                default -> List.of();
            };
            values.forEach(value -> compareText(parameter.path("schema"), value, name, deviations));
        }
        return deviations;
    }

    private static void compareText(JsonNode schema, String value, String path, List<String> deviations) {
        JsonNode known = schema.path("x-known-values");
        if (!known.isEmpty()
                && known.valueStream().noneMatch(one -> one.asText().equals(value))) {
            deviations.add(path + ": " + value + " is not one of the known values " + known);
        }
        JsonNode limits = schema.path("x-known-limits");
        boolean inside = isWithin(limits, "minimum", "maximum", number(value))
                && isWithin(limits, "minLength", "maxLength", value.length())
                && (!limits.has("pattern")
                        || Pattern.compile(limits.get("pattern").textValue())
                                .matcher(value)
                                .find());
        if (!inside) {
            deviations.add(path + ": " + value + " is outside the known limits " + limits);
        }
    }

    private static boolean isWithin(JsonNode limits, String least, String most, double value) {
        return (!limits.has(least) || value >= limits.get(least).doubleValue())
                && (!limits.has(most) || value <= limits.get(most).doubleValue());
    }

    /** Parses a number. If the text is not a number, returns {@code NaN}, which is outside every limit. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
