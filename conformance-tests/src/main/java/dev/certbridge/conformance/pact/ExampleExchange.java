package dev.certbridge.conformance.pact;

import java.util.List;
import java.util.Map;

/**
 * The example of an interaction: what is sent and what is answered. Bodies are text, and empty where there is none.
 *
 * @param method the HTTP method, in capitals
 * @param path the path without query
 * @param query the values of every query parameter
 * @param headers the request headers that the pact names
 * @param body the body that is sent
 * @param answerHeaders the answer headers that the pact names
 * @param answerBody the body that is answered, with only those members that the client relies on
 */
public record ExampleExchange(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        String body,
        Map<String, List<String>> answerHeaders,
        String answerBody) {

    /** Keeps its own copies of the maps. */
    public ExampleExchange {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        answerHeaders = Map.copyOf(answerHeaders);
    }
}
