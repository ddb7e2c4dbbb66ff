package dev.certbridge.client.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Draws pauses at random, so that clients that failed together do not retry together. */
public final class Jitter {

    private final RandomGenerator random;

    /** Creates a jitter with this source of random numbers. */
    public Jitter(RandomGenerator random) {
        this.random = random;
    }

    /** Returns a pause between zero and the given one, for a retry. */
    public Duration fullJitter(Duration pause) {
        return share(pause, random.nextDouble());
    }

    /** Returns a pause between three and five quarters of the given one, which is the mean, for polling. */
    public Duration plusMinusQuarter(Duration pause) {
        return share(pause, 0.75 + random.nextDouble() / 2);
    }

    private static Duration share(Duration pause, double part) {
        return Duration.ofNanos((long) (Deadline.atMostLongest(pause).toNanos() * part));
    }
}
