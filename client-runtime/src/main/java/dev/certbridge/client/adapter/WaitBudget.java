package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.Jitter;
import dev.certbridge.reseller.ConnectOptions;
import java.time.Duration;
import java.time.Instant;

/** How long one wait may still take, and its pauses. */
final class WaitBudget {

    private final ConnectOptions options;
    private final Jitter jitter;
    private final Instant end;

    WaitBudget(ConnectOptions options, Duration limit) {
        this.options = options;
        this.jitter = new Jitter(options.random());
        this.end = now().plus(limit);
    }

    Instant now() {
        return options.clock().instant();
    }

    boolean over() {
        return !now().isBefore(end);
    }

    /**
     * Pauses in this thread, about so long and never shorter than the reseller asked, but not past the end.
     *
     * @param wanted what {@code Retry-After} said, else nothing
     */
    void pause(Duration usual, Duration wanted) throws InterruptedException {
        Duration left = Duration.between(now(), end);
        Duration asked = wanted.isZero() ? wanted : wanted.plus(jitter.fullJitter(usual));
        Duration pause = shorter(left, longer(jitter.plusMinusQuarter(usual), asked));
        options.sleeper().sleep(pause);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
