package dev.certbridge.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer on its way out.
 *
 * @param status the HTTP status
 * @param headers the headers; {@code Content-Type} among them unless the body is empty
 * @param body the bytes
 */
public record Reply(int status, Map<String, String> headers, byte[] body) {

    private static final String CONTENT_TYPE = "Content-Type";

    public Reply {
        headers = Map.copyOf(headers);
        body = body.clone();
    }

    /** A JSON answer. */
    public static Reply json(int status, JsonNode body) {
        try {
            // Not by way of a text: a listing can have a hundred megabytes.
            return bytes(status, "application/json", StubContract.JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree can always be written", e);
        }
    }

    /** An answer of another type. */
    public static Reply bytes(int status, String contentType, byte[] body) {
        return new Reply(status, Map.of(CONTENT_TYPE, contentType), body);
    }

    /** The bytes; a copy. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The bytes themselves, not to be changed: a copy of a long listing is a hundred megabytes. */
    byte[] sharedBody() {
        return body;
    }

    /** The same with one header added or replaced. */
    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }

    /** The same without a header. */
    public Reply without(String header) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.keySet().removeIf(header::equalsIgnoreCase);
        return new Reply(status, fewer, body);
    }

    /** The same with another status. */
    public Reply status(int other) {
        return new Reply(other, headers, body);
    }
}
