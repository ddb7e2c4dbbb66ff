package dev.certbridge.reseller;

import java.time.Duration;

/**
 * The retries of a read that failed temporarily (5xx, 429, an answer lost, no connection). Changes are never sent
 * again. All tries and pauses of one read share its deadline, {@link ConnectOptions#readDeadline()}.
 *
 * @param attempts the most requests one read may take, 1 for no retry
 * @param first the longest pause after the first try; it doubles with every further one, and what is really waited is
 *     drawn at random between nothing and that. {@code Retry-After} comes on top
 * @param longest pauses double up to this
 */
public record ReadRetries(int attempts, Duration first, Duration longest) {

    public ReadRetries {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a read takes at least 1 attempt, and the longest pause is not below the first");
        }
    }

    /** Returns three tries, with random pauses below half a second and below one second. */
    public static ReadRetries usual() {
        return new ReadRetries(3, Duration.ofMillis(500), Duration.ofSeconds(5));
    }

    /** Returns one try. */
    public static ReadRetries none() {
        return new ReadRetries(1, Duration.ZERO, Duration.ZERO);
    }

    /** Returns the longest pause after this many tries, from 1. */
    public Duration after(int tries) {
        Duration pause = first;
        for (int i = 1; i < tries && pause.compareTo(longest) < 0; i++) {
            // Halved, because the longest may be too long to be doubled.
            pause = pause.compareTo(longest.dividedBy(2)) > 0 ? longest : pause.multipliedBy(2);
        }
        return pause;
    }
}
