package dev.certbridge.reseller;

import java.time.Duration;

/**
 * The retries of a read that failed temporarily (5xx, 429, a lost response, no connection). Changes are never retried.
 * The limit {@link ConnectOptions#readDeadline()} covers all requests and pauses of one read.
 *
 * @param attempts the maximum number of requests for one read; 1 for no retry
 * @param first the upper bound of the pause after the first request. The bound doubles after every further request, and
 *     the pause is a random time below the bound. If the response contains {@code Retry-After}, its time is added to
 *     the pause
 * @param longest the maximum of the upper bound
 */
public record ReadRetryPolicy(int attempts, Duration first, Duration longest) {

    /**
     * Creates the retries.
     *
     * @throws IllegalArgumentException {@code attempts} is below 1, {@code first} is negative, or {@code longest} is
     *     shorter than {@code first}
     */
    public ReadRetryPolicy {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a read needs at least 1 attempt, and the longest pause must not be shorter than the first pause");
        }
    }

    /**
     * Returns the default retries: three requests, with a random pause below 0.5 s after the first request and below 1
     * s after the second request.
     */
    public static ReadRetryPolicy usual() {
        return new ReadRetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(5));
    }

    /** Returns retries that send each read once. */
    public static ReadRetryPolicy none() {
        return new ReadRetryPolicy(1, Duration.ZERO, Duration.ZERO);
    }

    /** Returns the upper bound of the pause after the given number of requests, which is at least 1. */
    public Duration after(int tries) {
        Duration pause = first;
        for (int i = 1; i < tries && pause.compareTo(longest) < 0; i++) {
            // The longest pause is halved, because a very long duration cannot be doubled.
            pause = pause.compareTo(longest.dividedBy(2)) > 0 ? longest : pause.multipliedBy(2);
        }
        return pause;
    }
}
