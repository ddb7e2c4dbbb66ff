package dev.certbridge.conformance.stub;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /**
     * One request and what became of it. Bodies and headers are not kept.
     *
     * @param at when it arrived
     * @param operationId the operation, or {@link #NO_OPERATION}
     * @param method the HTTP method
     * @param path the path as sent, without the query
     * @param status the status answered, or {@link #NO_ANSWER}
     * @param breaches what in the request the contract does not allow; empty for a good request
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
            boolean behaved) {

        public Exchange {
            breaches = List.copyOf(breaches);
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

    /** How many requests of an operation were received, whatever was answered. */
    public synchronized long received(String operationId) {
        return counts.getOrDefault(operationId, 0L);
    }

    /** How many requests were received in all. */
    public synchronized long received() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
