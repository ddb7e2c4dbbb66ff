package dev.certbridge.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP response of a stub. The headers include {@code Content-Type} unless the body is empty. */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final String CONTENT_TYPE = "Content-Type";

    public Reply {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /** Returns a new, empty JSON object for a body. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Returns a reply with a JSON body. */
    public static Reply json(int status, JsonNode body) {
        return bytes(status, "application/json", bytes(body));
    }

    /** Returns a reply with a body of this content type. */
    public static Reply bytes(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of(CONTENT_TYPE, contentType), body);
    }

    /** Returns a reply without body and headers. */
    public static Reply empty(int status) {
        return new Reply(status, Map.of(), new byte[0]);
    }

    private static byte[] bytes(JsonNode json) {
        try {
            // Writes bytes directly, not a String first, because a listing can have a hundred megabytes.
            return StubContract.JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("the JSON of a reply cannot be written", e);
        }
    }

    /** Returns a copy of the body. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    /**
     * Returns the body without copying it, because a listing can have a hundred megabytes. Callers must not change the
     * body.
     */
    byte[] sharedBody() {
        return body;
    }

    /** Returns the body as JSON, or a missing node if the body is not JSON. */
    public JsonNode json() {
        return StubContract.tree(body);
    }

    /** Returns a copy with one header added or replaced. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    /** Returns a copy without a header. */
    public Reply without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.keySet().removeIf(header::equalsIgnoreCase);
        return new Reply(status, fewer, body);
    }

    /** Returns a copy with another status. */
    public Reply status(int other) {
        return new Reply(other, headers, body);
    }

    /** Returns a copy with another body and the same headers. */
    public Reply withBody(byte[] other) {
        return new Reply(status, headers, other);
    }

    /** Returns a copy with another JSON body and the same headers. */
    public Reply withJson(JsonNode other) {
        return withBody(bytes(other));
    }
}
