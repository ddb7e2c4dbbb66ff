package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Values of a request that the contract knows nothing of, and no source says the vendor refuses: outside
 * {@code x-known-values} or {@code x-known-limits}.
 */
final class DeviationChecks {

    private static final String KNOWN_VALUES = "x-known-values";
    private static final String LIMITS = "x-known-limits";
    private static final List<String> COMBINATIONS = List.of("allOf", "anyOf", "oneOf");

    private final StubContract contract;
    private final List<String> deviations = new ArrayList<>();

    private DeviationChecks(StubContract contract) {
        this.contract = contract;
    }

    /** What of a request is outside, for people; empty when nothing is. */
    static List<String> deviations(StubContract contract, StubOperation operation, StubCall call) {
        DeviationChecks limits = new DeviationChecks(contract);
        operation.bodySchema().ifPresent(schema -> limits.compare(schema, call.json(), ""));
        for (JsonNode reference : operation.parameters()) {
            JsonNode parameter = contract.resolved(reference);
            String name = parameter.path("name").asText();
            values(call, parameter.path("in").asText(), name)
                    .forEach(value -> limits.compareText(parameter.path("schema"), value, name));
        }
        return List.copyOf(limits.deviations);
    }

    private static List<String> values(StubCall call, String place, String name) {
        return switch (place) {
            case "query" -> call.query().getOrDefault(name, List.of());
            case "path" ->
                Optional.ofNullable(call.pathParameters().get(name))
                        .map(List::of)
                        .orElse(List.of());
            default -> List.of();
        };
    }

    private void compare(JsonNode reference, JsonNode value, String path) {
        JsonNode schema = contract.resolved(reference);
        for (String combination : COMBINATIONS) {
            schema.path(combination).forEach(part -> compare(part, value, path));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                compare(schema.path("items"), value.get(i), path + i + ".");
            }
        } else if (value.isObject()) {
            for (Map.Entry<String, JsonNode> property :
                    schema.path("properties").properties()) {
                compare(property.getValue(), value.path(property.getKey()), path + property.getKey() + ".");
            }
        } else if (value.isValueNode()) {
            compareText(schema, value.asText(), path.isEmpty() ? path : path.substring(0, path.length() - 1));
        }
    }

    private void compareText(JsonNode schema, String value, String path) {
        JsonNode known = schema.path(KNOWN_VALUES);
        if (!known.isEmpty()) {
            boolean isKnown = false;
            for (JsonNode one : known) {
                isKnown |= one.asText().equals(value);
            }
            if (!isKnown) {
                deviations.add(path + ": " + value + " is none of the known values " + known);
            }
        }
        JsonNode limits = schema.path(LIMITS);
        boolean inside = within(limits, "minimum", "maximum", number(value))
                && within(limits, "minLength", "maxLength", value.length())
                && (!limits.has("pattern")
                        || Pattern.compile(limits.get("pattern").textValue())
                                .matcher(value)
                                .find());
        if (!inside) {
            deviations.add(path + ": " + value + " is outside the known limits " + limits);
        }
    }

    private static boolean within(JsonNode limits, String least, String most, double value) {
        return (!limits.has(least) || value >= limits.get(least).doubleValue())
                && (!limits.has(most) || value <= limits.get(most).doubleValue());
    }

    /** A text that is no number is within no limits of numbers. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
