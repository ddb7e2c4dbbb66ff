package dev.certbridge.benchmarks.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.atomic.AtomicLong;

/** The fixed responses, each with head and body in one array. Only the id in the responses to orders changes. */
final class Answers {

    private final byte[] ordered;
    private final int idAt;
    private final byte[] pending;
    private final byte[] list;
    private final byte[] unknown;
    private final AtomicLong orders = new AtomicLong();

    Answers(Bodies bodies) {
        this.ordered = whole("200 OK", bodies.ordered());
        this.idAt = new String(ordered, US_ASCII).indexOf(Bodies.ID);
        this.pending = whole("200 OK", bodies.pending());
        this.list = whole("200 OK", bodies.list());
        this.unknown = whole("404 Not Found", "{\"success\":false,\"message\":\"not served here\"}".getBytes(US_ASCII));
    }

    /** Returns the response to an order, with the next number as its id. */
    byte[] ordered() {
        byte[] answer = ordered.clone();
        long rest = orders.incrementAndGet();
        for (int i = Bodies.ID.length() - 1; i >= 0; i--) {
            answer[idAt + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return answer;
    }

    byte[] pending() {
        return pending;
    }

    byte[] list() {
        return list;
    }

    byte[] unknown() {
        return unknown;
    }

    private static byte[] whole(String status, byte[] body) {
        String head = "HTTP/1.1 " + status + "\r\n"
                + "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\n"
                + "Content-Type: application/json\r\n"
                + "X-Request-Id: 5f0c7b1e-0d6a-4f3e-9a51-2b8f6f1d7c44\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
