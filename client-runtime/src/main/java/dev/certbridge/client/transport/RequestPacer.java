package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import java.time.Duration;
import java.time.Instant;

/**
 * Delays requests, so that all threads of one client together do not exceed the maximum number of requests per second.
 */
final class RequestPacer {

    private final ConnectOptions options;
    private final Duration interval;
    private Instant next = Instant.MIN;

    RequestPacer(ConnectOptions options) {
        this.options = options;
        this.interval = options.requestsPerSecond().isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos((long) (1e9 / options.requestsPerSecond().getAsDouble()));
    }

    /**
     * Waits until the next request may be sent. Throws {@link NotSentException} if the thread is interrupted during the
     * wait.
     */
    void await(OperationRef operation) {
        if (interval.isZero()) {
            return;
        }
        Duration pause = reserve();
        if (pause.isZero()) {
            return;
        }
        try {
            options.sleeper().sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(operation, "interrupted while the request waited for its turn", null);
        }
    }

    /** Reserves the time for the next request, and returns the pause until this time. */
    private synchronized Duration reserve() {
        Instant now = options.clock().instant();
        Instant turn = next.isAfter(now) ? next : now;
        next = turn.plus(interval);
        return Duration.between(now, turn);
    }
}
