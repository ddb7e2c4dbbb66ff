package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A record of the requests that a stub received, including the requests that its server refused. The journal counts all
 * requests, but contains only the latest {@value #KEPT} exchanges. Thread-safe.
 */
public final class Journal {

    /** The operation id of a request that matches no operation of the contract. */
    public static final String NO_OPERATION = "none";

    /** The status of an exchange whose connection was closed without an answer. */
    public static final int NO_ANSWER = 0;

    static final int KEPT = 100_000;

    private static final int SHOWN = 1_000;

    /**
     * One request and its answer, without bodies and headers. The path is not decoded, has no query, and contains
     * {@code (key)} in place of an API key. The operation can be {@link #NO_OPERATION}, and the status can be {@link
     * #NO_ANSWER}. Breaches are the differences from the contract that the reseller refuses. If the server refused the
     * request, the only breach is the reason for the refusal. Deviations are the differences from the contract that the
     * reseller accepts. The component {@code behaved} is false if the answer is an example of the contract or a
     * provoked failure.
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

        /** Returns all differences between the request and the contract: breaches, then deviations. */
        public List<String> differences() {
            return Stream.concat(breaches.stream(), deviations.stream()).toList();
        }

        ObjectNode json() {
            ObjectNode json = Reply.object()
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

    /** Returns the latest exchanges, oldest first. */
    public synchronized List<Exchange> exchanges() {
        return List.copyOf(latest);
    }

    JsonNode json() {
        ObjectNode json = Reply.object().put("received", received());
        List<Exchange> all = exchanges();
        all.stream().skip(Math.max(0, all.size() - SHOWN)).map(Exchange::json).forEach(json.putArray("exchanges")::add);
        return json;
    }

    /** Returns the number of requests that were received for an operation. */
    public synchronized long received(String operationId) {
        return counts.getOrDefault(operationId, 0L);
    }

    /** Returns the number of all received requests. */
    public synchronized long received() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
