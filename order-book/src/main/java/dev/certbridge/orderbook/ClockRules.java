package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What every book does about a clock that is wrong or was set. An attempt that is begun by a clock which is ahead keeps
 * its intent locked for as long once the clock is right; one that is begun by a clock which is behind looks over, and may
 * be abandoned, while it is on the wire.
 */
final class ClockRules {

    /** More than a clock drifts that nobody sets, less than any time zone. */
    static final Duration TOLERANCE = Attempt.CLOCK_TOLERANCE;

    /** Longer than an order holds a name, unless its caller looks less than four times a day. */
    private static final Duration LONGEST_HOLD = Duration.ofDays(1);

    private ClockRules() {}

    /**
     * Returns how far the clock of the book is behind the reseller's; zero when it is not, or the reseller's is not known.
     *
     * @throws NotSentException they differ by more than the tolerance
     */
    static Duration lag(OperationRef origin, Instant now, Optional<Instant> serverTime) {
        Duration lag = serverTime.map(time -> Duration.between(now, time)).orElse(Duration.ZERO);
        if (lag.abs().compareTo(TOLERANCE) > 0) {
            throw new NotSentException(
                    origin,
                    "nothing was sent: the order book's clock says " + now + ", the reseller's "
                            + serverTime.orElseThrow() + ". Set the clock of this host or, with PostgreSQL, of the"
                            + " database server, and order again",
                    null);
        }
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /** True while the clock has not been set back since the attempt was begun. */
    static boolean runsOn(Attempt attempt, Instant now) {
        return !attempt.begun().isAfter(now.plus(TOLERANCE));
    }

    /** Returns what a message says about an attempt that was begun in the future. */
    static String hint(Attempt attempt, Instant now) {
        return runsOn(attempt, now)
                ? ""
                : ". It was begun at " + attempt.begun() + " and the order book's clock says " + now
                        + ": a clock is or was wrong. If it is right now, look at the reseller for the order";
    }

    /**
     * True while a name is held. A hold that ends later than any hold of today was made by a clock that was ahead, and would
     * keep the name from everybody until then.
     *
     * @param time how long the other one asks to hold it
     */
    static boolean holds(BookTransaction.Hold hold, Instant now, Duration time) {
        Duration longest = time.compareTo(LONGEST_HOLD) > 0 ? time : LONGEST_HOLD;
        return now.isBefore(hold.until())
                && !hold.until().isAfter(now.plus(longest).plus(TOLERANCE));
    }
}
