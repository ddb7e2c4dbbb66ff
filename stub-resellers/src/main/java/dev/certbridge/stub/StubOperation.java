package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One operation of a contract, with its documented answers as the contract's own examples show them. They are derived
 * from the contract: no evidence that the reseller answers so.
 */
final class StubOperation {

    private static final int FIRST_FAILURE = 400;
    private static final String QUOTED = "Quoted";
    /** The case of an outcome for a body that holds a quote. */
    private static final String QUOTE = "quote";

    private static final String ANY_TYPE = "*/*";
    private static final String UNSPECIFIC_TYPE = "application/octet-stream";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final String id;
    private final String method;
    private final Pattern path;
    private final JsonNode responses;
    private final JsonNode definition;
    private final List<String> parameters = new ArrayList<>();
    private final Map<Integer, Map<String, Reply>> answers = new LinkedHashMap<>();
    private final Map<Integer, JsonNode> outcomes = new LinkedHashMap<>();

    StubOperation(String method, String template, JsonNode definition) {
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
        this.definition = definition;
        this.responses = definition.get("responses");
        responses.properties().forEach(response -> {
            int status = Integer.parseInt(response.getKey());
            answers.put(status, examples(status, response.getValue()));
            outcomes.put(status, response.getValue().path("x-outcome"));
        });
    }

    String id() {
        return id;
    }

    String method() {
        return method;
    }

    /** The path as a regular expression for all of it. */
    String pathPattern() {
        return path.pattern();
    }

    /** The responses as the contract defines them, by status. */
    JsonNode responses() {
        return responses;
    }

    /** Whether a request has a body. */
    boolean takesBody() {
        return definition.has("requestBody");
    }

    /** The schema of a JSON body; empty where a request has none. */
    Optional<JsonNode> bodySchema() {
        JsonNode schema = definition
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema.isMissingNode() ? Optional.empty() : Optional.of(schema);
    }

    /** The parameters as the contract defines them. */
    JsonNode parameters() {
        return definition.path("parameters");
    }

    int parameterCount() {
        return parameters.size();
    }

    /** Every documented failure: by status, then by the name of the example, in the order of the contract. */
    Map<Integer, Map<String, Reply>> failures() {
        Map<Integer, Map<String, Reply>> failures = new LinkedHashMap<>(answers);
        failures.keySet().removeIf(status -> status < FIRST_FAILURE);
        return failures;
    }

    /** The documented answer, success or failure, with this status and name. */
    Optional<Reply> documented(int status, String exampleName) {
        return Optional.ofNullable(answers.getOrDefault(status, Map.of()).get(exampleName));
    }

    /** Every documented success, in the order of the contract. */
    Stream<Reply> successes() {
        return answers.entrySet().stream()
                .filter(answer -> answer.getKey() < FIRST_FAILURE)
                .flatMap(answer -> answer.getValue().values().stream());
    }

    /** Whether it documents what is answered to a question for a price. */
    boolean hasQuote() {
        return successes().anyMatch(this::isQuote);
    }

    /** Whether this very reply is one of the contract's examples. */
    boolean shows(Reply reply) {
        return answers.getOrDefault(reply.status(), Map.of()).values().stream().anyMatch(example -> example == reply);
    }

    /**
     * The first example of the first success, or of the price when a price was asked for. A status that can be either
     * comes last: the other one is what the sources agree on.
     */
    Reply canned(boolean quote) {
        return answers.keySet().stream()
                .filter(status -> status < FIRST_FAILURE)
                .sorted(Comparator.comparing(status -> outcomes.get(status).isObject()))
                .flatMap(status -> answers.get(status).values().stream())
                .filter(answer -> isQuote(answer) == quote)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " documents no success with an example"));
    }

    private boolean isQuote(Reply answer) {
        JsonNode outcome = outcomes.get(answer.status());
        return outcome.asText().equals(QUOTED) || outcome.path(QUOTE).asText().equals(QUOTED) && holdsQuote(answer);
    }

    private static boolean holdsQuote(Reply answer) {
        try {
            return StubContract.JSON.readTree(answer.body()).has(QUOTE);
        } catch (IOException e) {
            throw new UncheckedIOException("an example that is not JSON", e);
        }
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
        Map<String, String> headers = new LinkedHashMap<>();
        response.path("headers").properties().forEach(header -> {
            JsonNode example = header.getValue().path("example");
            if (!example.isMissingNode()) {
                headers.put(header.getKey(), example.asText());
            }
        });
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
                                        headers,
                                        content.getKey(),
                                        example.getValue().path("value")))));
        if (!response.has("content")) {
            replies.put(CannedFailure.WITHOUT_BODY, new Reply(status, headers, new byte[0]));
        }
        return replies;
    }

    private static Reply reply(int status, Map<String, String> headers, String contentType, JsonNode value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", contentType.equals(ANY_TYPE) ? UNSPECIFIC_TYPE : contentType);
        String text = value.isTextual() ? value.textValue() : value.toString();
        return new Reply(status, all, text.getBytes(StandardCharsets.UTF_8));
    }
}
