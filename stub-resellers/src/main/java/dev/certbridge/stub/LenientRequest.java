package dev.certbridge.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request as a lenient server reads it. What the contract does not have, and no source says the vendor refuses, is put
 * right here and noted: the bodies and headers that the vendors' own clients send.
 *
 * @param call the request without its deviations
 * @param deviations what was put right, for people
 */
record LenientRequest(StubCall call, List<String> deviations) {

    private static final String CONTENT_TYPE = "content-type";
    private static final String JSON_TYPE = "application/json";
    private static final Set<String> LISTS = Set.of("array", "object");

    /**
     * Reads a request.
     *
     * @param contract has the parameters that the operation refers to
     */
    static LenientRequest of(StubContract contract, StubOperation operation, StubCall sent) {
        List<String> deviations = new ArrayList<>();
        Map<String, List<String>> query = withoutRepetitions(contract, operation, sent.query(), deviations);
        Map<String, List<String>> headers = new LinkedHashMap<>(sent.headers());
        byte[] body = sent.body();
        if (body.length > 0 && !operation.takesBody()) {
            deviations.add("has a body, and none is expected");
            body = new byte[0];
            headers.remove(CONTENT_TYPE);
        }
        Optional<JsonNode> json = body.length == 0 ? Optional.empty() : parsed(body);
        if (json.isPresent() && !isJson(headers.get(CONTENT_TYPE))) {
            deviations.add("has JSON under Content-Type " + headers.getOrDefault(CONTENT_TYPE, List.of("(none)")));
            headers.put(CONTENT_TYPE, List.of(JSON_TYPE));
        }
        if (json.isPresent()) {
            int before = deviations.size();
            JsonNode rest = withoutNulls(json.get(), "", deviations);
            body = deviations.size() > before ? rest.toString().getBytes(StandardCharsets.UTF_8) : body;
        }
        return new LenientRequest(
                new StubCall(
                        sent.operationId(), sent.method(), sent.path(), sent.pathParameters(), query, headers, body),
                List.copyOf(deviations));
    }

    /** Keeps the first value of a parameter that is no list, as most servers do. Filters, of any name, may be given twice. */
    private static Map<String, List<String>> withoutRepetitions(
            StubContract contract, StubOperation operation, Map<String, List<String>> sent, List<String> deviations) {
        Map<String, List<String>> query = new LinkedHashMap<>(sent);
        for (JsonNode reference : operation.parameters()) {
            JsonNode parameter = contract.resolved(reference);
            String name = parameter.path("name").asText();
            List<String> values = sent.getOrDefault(name, List.of());
            boolean single = parameter.path("in").asText().equals("query")
                    && !LISTS.contains(parameter.path("schema").path("type").asText());
            if (single && values.size() > 1) {
                deviations.add(
                        name + ": is given " + values.size() + " times and is no list; the first value is taken");
                query.put(name, List.of(values.get(0)));
            }
        }
        return query;
    }

    private static boolean isJson(List<String> contentType) {
        return contentType != null
                && contentType.stream()
                        .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith(JSON_TYPE));
    }

    /** Removes the null members of a body: to most servers they are members that are missing. */
    private static JsonNode withoutNulls(JsonNode node, String path, List<String> deviations) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                withoutNulls(node.get(i), path + "." + i, deviations);
            }
        } else if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                String member = path + "." + name;
                if (object.get(name).isNull()) {
                    deviations.add(member.substring(1) + ": is null, like a member that is missing");
                    object.remove(name);
                } else {
                    withoutNulls(object.get(name), member, deviations);
                }
            }
        }
        return node;
    }

    private static Optional<JsonNode> parsed(byte[] body) {
        try {
            return Optional.of(StubContract.JSON.readTree(body)).filter(JsonNode::isContainerNode);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
