package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request for an operation of the contract. The path is not decoded. The path parameters and the query are decoded.
 * The names of the headers are in lower case.
 */
public record StubCall(
        String operationId,
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body) {

    public StubCall {
        body = body.clone();
    }

    /** Returns a copy of the body. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    /** Returns the body as JSON, or a missing node if the body is not JSON. */
    public JsonNode json() {
        return StubContract.tree(body);
    }

    /** Returns the first value of a header. The name must be in lower case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns the first value of a query parameter. */
    public Optional<String> queryValue(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Returns true if the call only requests a price ({@code quote=true}). */
    public boolean isQuote() {
        return queryValue("quote").filter("true"::equals).isPresent();
    }

    boolean contains(String text) {
        return path.contains(text)
                || query.values().stream().flatMap(List::stream).anyMatch(value -> value.contains(text))
                || new String(body, StandardCharsets.UTF_8).contains(text);
    }

    /** Returns a path parameter. Throws NoSuchElementException if the operation does not have the parameter. */
    public String pathParameter(String name) {
        return Optional.ofNullable(pathParameters.get(name)).orElseThrow();
    }

    StubCall with(Map<String, List<String>> otherQuery, Map<String, List<String>> otherHeaders, byte[] otherBody) {
        return new StubCall(operationId, method, path, pathParameters, otherQuery, otherHeaders, otherBody);
    }
}
