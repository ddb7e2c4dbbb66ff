package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A response that a contract documents for an operation and a status.
 *
 * @param entry the response in the document, or a reference to the response; callers must not modify this node
 */
public record ContractResponse(ContractOperation operation, int status, JsonNode entry) {

    /** Returns the response in the document, with its reference resolved. Callers must not modify the response. */
    public JsonNode node() {
        return operation.document().resolve(entry);
    }

    /** Returns the line number of the status in the text of the contract, counted from 1. */
    public int line() {
        return operation.document().line(entry);
    }

    /** Returns true if the status is 4xx or 5xx. */
    public boolean isFailure() {
        return status >= 400;
    }

    /** Returns the value of {@code x-evidence}, or an empty text if the response has no such value. */
    public String evidence() {
        return node().path("x-evidence").asText();
    }

    /** Returns the value of {@code x-source}, or an empty text if the response has no such value. */
    public String source() {
        return node().path("x-source").asText();
    }

    /**
     * Returns the values of {@code x-outcome}, which state what the response means for an order. Each key of the map is
     * a case: the content of the response body, or the request that was answered. The value of the key {@code *}
     * applies to all other cases.
     */
    public Map<String, String> outcomes() {
        return outcomes(node().path("x-outcome"));
    }

    static Map<String, String> outcomes(JsonNode outcome) {
        Map<String, String> outcomes = new TreeMap<>();
        outcome.properties()
                .forEach(entry -> outcomes.put(entry.getKey(), entry.getValue().asText()));
        if (outcome.isValueNode()) {
            outcomes.put("*", outcome.asText());
        }
        return outcomes;
    }

    /** Returns true if the contract documents a body. */
    public boolean hasBody() {
        return node().has("content");
    }

    /** Returns the schema of the JSON body, or a missing node if there is no such body. */
    public JsonNode schema() {
        return node().path("content").path("application/json").path("schema");
    }

    /** Returns the documented headers with their examples. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        node().path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey(),
                        operation
                                .document()
                                .resolve(header.getValue())
                                .path("example")
                                .asText()));
        return headers;
    }

    /** Returns the named examples of the body, in the order of the document. */
    public List<ContractExample> examples() {
        return ContractExample.of(operation.document(), toString(), node());
    }

    @Override
    public String toString() {
        return operation + " " + status;
    }
}
