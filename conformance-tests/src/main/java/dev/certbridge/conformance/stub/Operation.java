package dev.certbridge.conformance.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One operation of a contract, with its documented failures as the contract's own examples show them. */
final class Operation {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final String id;
    private final String method;
    private final Pattern path;
    private final List<String> parameters = new ArrayList<>();
    private final Map<Integer, Map<String, Reply>> failures = new LinkedHashMap<>();

    Operation(String method, String template, JsonNode definition) {
        this.id = definition.get("operationId").textValue();
        this.method = method;
        Matcher matcher = PARAMETER.matcher(template);
        StringBuilder regex = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            parameters.add(matcher.group(1));
            regex.append(Pattern.quote(template.substring(end, matcher.start())))
                    .append("([^/]+)");
            end = matcher.end();
        }
        this.path = Pattern.compile(
                regex.append(Pattern.quote(template.substring(end))).toString());
        definition.get("responses").properties().forEach(response -> {
            int status = Integer.parseInt(response.getKey());
            if (status >= 400) {
                failures.put(status, examples(status, response.getValue()));
            }
        });
    }

    String id() {
        return id;
    }

    /** Every documented failure: by status, then by the name of the example, in the order of the contract. */
    Map<Integer, Map<String, Reply>> failures() {
        return failures;
    }

    /** The documented failure with this status and name. */
    Optional<Reply> failure(int status, String exampleName) {
        return Optional.ofNullable(failures.getOrDefault(status, Map.of()).get(exampleName));
    }

    /** The raw path parameters when this operation answers the request. */
    Optional<Map<String, String>> match(String requestMethod, String requestPath) {
        Matcher matcher = path.matcher(requestPath);
        if (!method.equals(requestMethod) || !matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }

    private static Map<String, Reply> examples(int status, JsonNode response) {
        Map<String, Reply> replies = new LinkedHashMap<>();
        response.path("content")
                .properties()
                .forEach(content -> content.getValue()
                        .path("examples")
                        .properties()
                        .forEach(example -> replies.put(
                                example.getKey(),
                                reply(
                                        status,
                                        content.getKey(),
                                        example.getValue().path("value")))));
        return replies;
    }

    private static Reply reply(int status, String contentType, JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return Reply.bytes(status, contentType, text.getBytes(StandardCharsets.UTF_8));
    }
}
