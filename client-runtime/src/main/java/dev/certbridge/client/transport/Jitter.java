package dev.certbridge.client.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses drawn at random, so that many who were turned away together do not come back together. */
public final class Jitter {

    private final RandomGenerator random;

    /** Draws from here. */
    public Jitter(RandomGenerator random) {
        this.random = random;
    }

    /** Anything between nothing and this pause: for trying again. */
    public Duration fullJitter(Duration pause) {
        return share(pause, random.nextDouble());
    }

    /** Between three and five quarters of this pause, which is the mean: for looking again and again. */
    public Duration plusMinusQuarter(Duration pause) {
        return share(pause, 0.75 + random.nextDouble() / 2);
    }

    private static Duration share(Duration pause, double part) {
        return Duration.ofNanos((long) (Deadline.atMostLongest(pause).toNanos() * part));
    }
}
