package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every request that a stub received. Counts are exact for ever; the exchanges themselves are kept for the latest
 * {@value #KEPT} requests, so that a stub can run for days. Safe for use by several threads.
 */
public final class Journal {

    /** The operation of a request that matches none of the contract. */
    public static final String NO_OPERATION = "none";

    /** The status of an exchange that was cut off instead of answered. */
    public static final int NO_ANSWER = 0;

    static final int KEPT = 100_000;
    private static final int SHOWN = 1_000;

    /**
     * One request and what became of it. Bodies and headers are not kept.
     *
     * @param at when it arrived
     * @param operationId the operation, or {@link #NO_OPERATION}
     * @param method the HTTP method
     * @param path the path as sent, without the query
     * @param status the status answered, or {@link #NO_ANSWER}
     * @param breaches what in the request the contract does not allow and the reseller refuses; empty for a good request
     * @param deviations what in the request the contract does not have, though no source says that the reseller refuses it;
     *     the stub accepted it, and strict tests do not
     * @param behaved whether the stub's own rules made the answer; false for an example of the contract, and for a failure
     *     that was provoked
     */
    public record Exchange(
            Instant at,
            String operationId,
            String method,
            String path,
            int status,
            List<String> breaches,
            List<String> deviations,
            boolean behaved) {

        public Exchange {
            breaches = List.copyOf(breaches);
            deviations = List.copyOf(deviations);
        }

        /** Everything in the request that is not as in the contract, refused or not. */
        public List<String> differences() {
            return Stream.concat(breaches.stream(), deviations.stream()).toList();
        }

        JsonNode json() {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("at", at.toString())
                    .put("operation", operationId)
                    .put("method", method)
                    .put("path", path)
                    .put("status", status);
            breaches.forEach(json.putArray("breaches")::add);
            deviations.forEach(json.putArray("deviations")::add);
            return json;
        }
    }

    private final Deque<Exchange> latest = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void add(Exchange exchange) {
        counts.merge(exchange.operationId(), 1L, Long::sum);
        latest.addLast(exchange);
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
    }

    /** The latest exchanges, oldest first. */
    public synchronized List<Exchange> exchanges() {
        return List.copyOf(latest);
    }

    /** The latest {@value #SHOWN} exchanges as JSON, oldest first. */
    JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("received", received());
        ArrayNode shown = json.putArray("exchanges");
        List<Exchange> all = exchanges();
        all.stream().skip(Math.max(0, all.size() - SHOWN)).map(Exchange::json).forEach(shown::add);
        return json;
    }

    /** How many requests of an operation were received, whatever was answered. */
    public synchronized long received(String operationId) {
        return counts.getOrDefault(operationId, 0L);
    }

    /** How many requests were received in all. */
    public synchronized long received() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
