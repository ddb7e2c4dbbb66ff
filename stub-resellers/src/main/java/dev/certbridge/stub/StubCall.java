package dev.certbridge.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that matched an operation of the contract.
 *
 * @param operationId the operation
 * @param method the HTTP method
 * @param path the path as sent
 * @param pathParameters the decoded path parameters
 * @param query the decoded query, every value of a repeated parameter
 * @param headers the headers, names in lower case
 * @param body the bytes
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

    /** The bytes; a copy. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The body as JSON; a missing node when it is not JSON. */
    public JsonNode json() {
        try {
            return body.length == 0 ? MissingNode.getInstance() : StubContract.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    /** A header's first value; the name in lower case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** A query parameter's first value. */
    public Optional<String> queryValue(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** True when it only asks for a price, with {@code quote=true}. */
    public boolean isQuote() {
        return queryValue("quote").filter("true"::equals).isPresent();
    }

    /** True when the path, a value of the query, or the body holds this text. */
    boolean holds(String text) {
        return path.contains(text)
                || query.values().stream().flatMap(List::stream).anyMatch(value -> value.contains(text))
                || new String(body, StandardCharsets.UTF_8).contains(text);
    }

    /** A path parameter that the matched path has. */
    public String pathParameter(String name) {
        return Optional.ofNullable(pathParameters.get(name)).orElseThrow();
    }
}
