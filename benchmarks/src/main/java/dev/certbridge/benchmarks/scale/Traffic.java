package dev.certbridge.benchmarks.scale;

import java.util.concurrent.atomic.AtomicLong;

/** What went over a server's connections: bytes in the TCP streams, without the headers of their packets. */
final class Traffic {

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    /**
     * How much there was at one time.
     *
     * @param received by the server
     * @param sent by the server
     * @param connections opened
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
