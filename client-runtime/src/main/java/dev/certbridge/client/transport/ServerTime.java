package dev.certbridge.client.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The clock of a reseller, by the {@code Date} of an answer. Not parsed before somebody asks.
 *
 * @param date the header
 * @param arrived when it arrived, in {@link System#nanoTime}
 */
record ServerTime(String date, long arrived) {

    /** Longer ago, a machine that slept meanwhile would take its sleep for a clock that was set. */
    private static final Duration LONGEST_AGO = Duration.ofMinutes(1);

    /** Returns the time in the header, in whole seconds; empty when it is no date. */
    Optional<Instant> told() {
        return RetryAfter.date(date);
    }

    /** Returns the time at the reseller now; empty when the header is no date, or of an answer more than a minute ago. */
    Optional<Instant> now() {
        Duration since = Duration.ofNanos(System.nanoTime() - arrived);
        return since.compareTo(LONGEST_AGO) > 0 ? Optional.empty() : told().map(time -> time.plus(since));
    }
}
