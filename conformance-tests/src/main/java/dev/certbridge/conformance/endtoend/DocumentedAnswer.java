package dev.certbridge.conformance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.certbridge.stub.CannedFailure;
import java.util.Map;

/**
 * An answer that a contract documents.
 *
 * @param operation its operationId
 * @param status the HTTP status
 * @param example the name of the example that the stub answers with
 * @param body the example itself, a missing node when the answer has no body
 * @param headers the documented headers with their examples
 * @param outcome what a caller must see: a text, or one per kind of body or request
 */
public record DocumentedAnswer(
        String operation, int status, String example, JsonNode body, Map<String, String> headers, JsonNode outcome) {

    private static final String WITH = "with ";
    private static final String CODE = "code ";
    private static final String QUOTE = "quote";

    /** True for 2xx. */
    public boolean success() {
        return status / 100 == 2;
    }

    /** True for the answer to a question for the price; where the status has other meanings too, the body tells. */
    public boolean isQuote() {
        String meant =
                outcome.isTextual() ? outcome.asText() : outcome.path(QUOTE).asText();
        return meant.equals("Quoted") && (outcome.isTextual() || body.has(QUOTE));
    }

    /** True where the same status answers a question for the price and the deed. */
    public boolean isEither() {
        return outcome.has(QUOTE);
    }

    /** The same answer with nothing but its status. */
    public DocumentedAnswer withoutBody() {
        return new DocumentedAnswer(
                operation, status, CannedFailure.WITHOUT_BODY, MissingNode.getInstance(), Map.of(), outcome);
    }

    /** The failure that this is, in answer to a request that names nothing in particular. */
    public DocumentedFailure failure() {
        return new DocumentedFailure(operation, status, example, type(), meant("*"));
    }

    /** The failure that this is in answer to a request: some mean another thing when the request has some member. */
    public DocumentedFailure failure(JsonNode request) {
        String meant = outcome.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> key.startsWith(WITH) && request.has(key.substring(WITH.length())))
                .findFirst()
                .map(this::meant)
                .orElseGet(() -> meant("*"));
        return new DocumentedFailure(operation, status, example, type(), meant);
    }

    private String type() {
        return body.path("type").asText(body.path("code").asText(""));
    }

    private String meant(String otherwise) {
        if (outcome.isTextual()) {
            return outcome.asText();
        }
        String type = type();
        return outcome.path(type)
                .asText(outcome.path(CODE + type).asText(outcome.path(otherwise).asText()));
    }

    @Override
    public String toString() {
        return operation + " " + status + " " + example;
    }
}
