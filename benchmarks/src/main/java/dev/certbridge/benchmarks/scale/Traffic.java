package dev.certbridge.benchmarks.scale;

import java.util.concurrent.atomic.AtomicLong;

/** The traffic of a server. It counts the bytes in the TCP streams, without the headers of the packets. */
final class Traffic {

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    /**
     * The counts at one point in time.
     *
     * @param received the bytes that the server received
     * @param sent the bytes that the server sent
     * @param connections the opened connections
     */
    record Count(long received, long sent, long connections) {

        Count since(Count earlier) {
            return new Count(received - earlier.received, sent - earlier.sent, connections - earlier.connections);
        }
    }

    void received(long bytes) {
        received.addAndGet(bytes);
    }

    void sent(long bytes) {
        sent.addAndGet(bytes);
    }

    void connected() {
        connections.incrementAndGet();
    }

    Count count() {
        return new Count(received.get(), sent.get(), connections.get());
    }
}
