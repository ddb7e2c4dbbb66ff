package dev.certbridge.stub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The latest {@value #KEPT} requests with their curl commands, for the page of a stub. The journal keeps many more
 * requests, but not their bodies. Thread-safe.
 */
final class RecentRequests {

    static final int KEPT = 100;

    private record Numbered(long number, Journal.Exchange exchange, CurlCommand command) {}

    private final Deque<Numbered> latest = new ArrayDeque<>();
    private long received;

    synchronized void add(Journal.Exchange exchange, CurlCommand command) {
        received++;
        latest.addLast(new Numbered(received, exchange, command));
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
    }

    /**
     * Adds two members to the JSON. The first member, {@code received}, is the number of all received requests. The
     * second member, {@code requests}, lists the requests with a number above {@code after}, oldest first. The first
     * request of a stub has number 1.
     */
    synchronized void addTo(ObjectNode target, long after, URI stub) {
        target.put("received", received);
        ArrayNode json = target.putArray("requests");
        for (Numbered one : latest) {
            if (one.number() > after) {
                ObjectNode request = one.exchange().json().put("number", one.number());
                one.command().text(stub).ifPresent(text -> request.put("curl", text));
                json.add(request);
            }
        }
    }
}
