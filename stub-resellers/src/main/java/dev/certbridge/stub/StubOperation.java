package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One operation of a contract. The documented answers of an operation are the examples of the contract. */
final class StubOperation {

    private static final int FIRST_FAILURE = 400;
    private static final String QUOTED = "Quoted";

    private final ContractOperation definition;
    private final List<JsonNode> parameters;
    private final List<ContractResponse> responses;
    private final Map<Integer, Map<String, String>> outcomes = new HashMap<>();
    private final Map<Integer, Map<String, Reply>> answers = new LinkedHashMap<>();

    StubOperation(ContractOperation definition) {
        this.definition = definition;
        this.parameters = List.copyOf(definition.parameters().values());
        this.responses = definition.responses();
        for (ContractResponse response : responses) {
            answers.put(response.status(), examples(response));
            outcomes.put(response.status(), response.outcomes());
        }
    }

    String id() {
        return definition.id();
    }

    ContractOperation definition() {
        return definition;
    }

    List<ContractResponse> responses() {
        return responses;
    }

    List<JsonNode> parameters() {
        return parameters;
    }

    boolean hasBody() {
        return definition.node().has("requestBody");
    }

    /** Returns the documented failures, grouped by status and then by the name of the example. */
    Map<Integer, Map<String, Reply>> failures() {
        Map<Integer, Map<String, Reply>> failures = new LinkedHashMap<>(answers);
        failures.keySet().removeIf(status -> status < FIRST_FAILURE);
        return failures;
    }

    Optional<Reply> documented(int status, String exampleName) {
        return Optional.ofNullable(answers.getOrDefault(status, Map.of()).get(exampleName));
    }

    Stream<Reply> successes() {
        return answers.entrySet().stream()
                .filter(answer -> answer.getKey() < FIRST_FAILURE)
                .flatMap(answer -> answer.getValue().values().stream());
    }

    boolean hasQuote() {
        return successes().anyMatch(this::isQuote);
    }

    /** Returns true if this object itself, and not only an equal object, is one of the examples. */
    boolean isExample(Reply reply) {
        return answers.getOrDefault(reply.status(), Map.of()).values().stream().anyMatch(example -> example == reply);
    }

    /**
     * Returns the first example of a success, or of a quote if {@code quote} is true. Prefers an example whose status
     * has only one documented outcome.
     */
    Reply canned(boolean quote) {
        return successes()
                .filter(answer -> isQuote(answer) == quote)
                .min(Comparator.comparing(answer ->
                        !Set.of("*").containsAll(outcomes.get(answer.status()).keySet())))
                .orElseThrow(() -> new IllegalStateException("the contract has no example of a success of " + id()));
    }

    private boolean isQuote(Reply answer) {
        Map<String, String> outcome = outcomes.get(answer.status());
        return QUOTED.equals(outcome.get("*")) && outcome.size() == 1
                || QUOTED.equals(outcome.get("quote")) && answer.json().has("quote");
    }

    private static Map<String, Reply> examples(ContractResponse response) {
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.values().removeIf(String::isEmpty);
        if (!response.hasBody()) {
            return Map.of(CannedFailure.WITHOUT_BODY, new Reply(response.status(), headers, new byte[0]));
        }
        Map<String, Reply> replies = new LinkedHashMap<>();
        for (ContractExample example : response.examples()) {
            String type = example.mediaType();
            headers.put("Content-Type", type.equals("*/*") ? "application/octet-stream" : type);
            JsonNode value = example.value();
            String text = value.isTextual() ? value.textValue() : value.toString();
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            replies.put(example.name(), new Reply(response.status(), headers, body));
        }
        return replies;
    }
}
