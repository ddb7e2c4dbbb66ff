package dev.certbridge.conformance.pact;

import java.util.List;
import java.util.Map;

/**
 * The example of an interaction: a request and a response. The text of a body is empty if there is no body.
 *
 * @param method the HTTP method, in capitals
 * @param path the path without query
 * @param query the values of every query parameter
 * @param headers the request headers that the pact contains
 * @param body the request body
 * @param answerHeaders the response headers that the pact contains
 * @param answerBody the response body, with only the members that the client relies on
 */
public record ExampleExchange(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        String body,
        Map<String, List<String>> answerHeaders,
        String answerBody) {

    /** Copies the maps, so that later changes to the arguments have no effect. */
    public ExampleExchange {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        answerHeaders = Map.copyOf(answerHeaders);
    }
}
