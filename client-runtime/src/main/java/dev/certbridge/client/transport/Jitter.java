package dev.certbridge.client.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Computes random pauses. With random pauses, clients that failed at the same time do not retry at the same time. */
public final class Jitter {

    private final RandomGenerator random;

    public Jitter(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a random pause before a retry, between zero and the given pause. */
    public Duration fullJitter(Duration pause) {
        return share(pause, random.nextDouble());
    }

    /** Returns a random pause before a poll, between 75 % and 125 % of the given pause. */
    public Duration plusMinusQuarter(Duration pause) {
        return share(pause, 0.75 + random.nextDouble() / 2);
    }

    private static Duration share(Duration pause, double part) {
        // The cast limits the result to 292 years, the longest duration in nanoseconds.
        return Duration.ofNanos((long) ((pause.getSeconds() * 1e9 + pause.getNano()) * part));
    }
}
