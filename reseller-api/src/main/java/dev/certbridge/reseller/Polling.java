package dev.certbridge.reseller;

import java.time.Duration;

/**
 * The pauses between polls of {@code await}.
 *
 * @param first the pause after the first poll, above zero
 * @param longest the maximum pause. Each pause is twice as long as the previous pause, up to the maximum
 */
public record Polling(Duration first, Duration longest) {

    /**
     * Creates the pauses.
     *
     * @throws IllegalArgumentException the first pause is not above zero, or the longest pause is shorter than the
     *     first
     */
    public Polling {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first pause of polling must be above zero, and the longest pause must not be shorter");
        }
    }

    /** Returns the pause that follows a pause of this length. */
    public Duration after(Duration pause) {
        // The longest pause is halved, because a very long duration cannot be doubled.
        return pause.compareTo(longest.dividedBy(2)) > 0 ? longest : pause.multipliedBy(2);
    }
}
