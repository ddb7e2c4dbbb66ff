package dev.certbridge.reseller;

import java.time.Duration;

/**
 * The pauses between polls of {@code await}.
 *
 * @param first the pause after the first poll
 * @param longest pauses double up to this
 */
public record Polling(Duration first, Duration longest) {

    public Polling {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("polling needs a first pause above zero and a longest not below it");
        }
    }

    /** Returns the pause after this one. */
    public Duration after(Duration pause) {
        // Halved, because the longest may be too long to be doubled.
        return pause.compareTo(longest.dividedBy(2)) > 0 ? longest : pause.multipliedBy(2);
    }
}
