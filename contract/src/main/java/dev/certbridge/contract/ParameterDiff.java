package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Compares the parameters of an operation. */
final class ParameterDiff {

    private static final Pattern IN_PATH = Pattern.compile("\\{([^}]*)}");

    private final SchemaDiff schemas;

    ParameterDiff(SchemaDiff schemas) {
        this.schemas = schemas;
    }

    void compare(ContractOperation before, ContractOperation after, DiffContext operation) {
        Map<String, String> renamed = renamed(before, after);
        Map<String, JsonNode> oldParameters = before.parameters();
        Map<String, JsonNode> newParameters = new LinkedHashMap<>(after.parameters());
        oldParameters.forEach((key, parameter) -> {
            DiffContext spot = operation.parameter(key);
            JsonNode successor = newParameters.remove(renamed.getOrDefault(key, key));
            if (successor == null) {
                spot.report(ChangeType.PARAMETER_REMOVED, "the parameter was removed");
                return;
            }
            if (renamed.containsKey(key)) {
                spot.report(
                        ChangeType.PATH_PARAMETER_RENAMED,
                        "the path parameter is now called "
                                + successor.path("name").asText());
            }
            parameter(parameter, successor, spot);
        });
        newParameters.forEach((key, parameter) -> {
            boolean required = parameter.path("required").asBoolean();
            operation
                    .parameter(key)
                    .report(
                            required ? ChangeType.REQUIRED_PARAMETER_ADDED : ChangeType.OPTIONAL_PARAMETER_ADDED,
                            required ? "the parameter was added and is required" : "the parameter was added");
        });
    }

    private void parameter(JsonNode before, JsonNode after, DiffContext spot) {
        boolean was = before.path("required").asBoolean();
        boolean is = after.path("required").asBoolean();
        if (is && !was) {
            spot.report(ChangeType.PARAMETER_NEWLY_REQUIRED, "the parameter is now required");
        }
        if (was && !is) {
            spot.report(ChangeType.PARAMETER_NO_LONGER_REQUIRED, "the parameter is no longer required");
        }
        if (!style(before).equals(style(after))) {
            spot.report(
                    ChangeType.PARAMETER_STYLE_CHANGED,
                    "the parameter was written as %s and now is as %s".formatted(style(before), style(after)));
        }
        if (after.path("deprecated").asBoolean() && !before.path("deprecated").asBoolean()) {
            spot.report(ChangeType.PARAMETER_DEPRECATED, "the parameter is now deprecated");
        }
        schemas.compare(before.path("schema"), after.path("schema"), "", spot);
        new BodyDiff(schemas).content(before, after, "", spot);
    }

    /** How a value is written, with the defaults of OpenAPI put in, so that spelling one out is no change. */
    private static String style(JsonNode parameter) {
        String usual = List.of("query", "cookie").contains(parameter.path("in").asText()) ? "form" : "simple";
        String style = parameter.path("style").asText(usual);
        boolean explode = parameter.path("explode").asBoolean(style.equals("form"));
        boolean reserved = parameter.path("allowReserved").asBoolean();
        boolean empty = parameter.path("allowEmptyValue").asBoolean();
        return style
                + (explode ? ", exploded" : "")
                + (reserved ? ", reserved allowed" : "")
                + (empty ? ", empty allowed" : "");
    }

    /** Path parameters that stand in the same place under another name: the wire does not see it. */
    private static Map<String, String> renamed(ContractOperation before, ContractOperation after) {
        Map<String, String> renamed = new LinkedHashMap<>();
        List<String> oldNames = names(before.path());
        List<String> newNames = names(after.path());
        for (int i = 0; i < Math.min(oldNames.size(), newNames.size()); i++) {
            if (!oldNames.get(i).equals(newNames.get(i)) && !newNames.contains(oldNames.get(i))) {
                renamed.put("path " + oldNames.get(i), "path " + newNames.get(i));
            }
        }
        return renamed;
    }

    private static List<String> names(String path) {
        return new ArrayList<>(IN_PATH.matcher(path)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList());
    }
}
