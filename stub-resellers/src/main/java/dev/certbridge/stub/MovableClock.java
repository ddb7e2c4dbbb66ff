package dev.certbridge.stub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that shows the time of a base clock plus a duration. Tests can increase the duration. */
final class MovableClock extends Clock {

    private final Clock base;
    private final AtomicReference<Duration> ahead;

    private MovableClock(Clock base, AtomicReference<Duration> ahead) {
        this.base = base;
        this.ahead = ahead;
    }

    static MovableClock of(Clock base) {
        return base instanceof MovableClock clock
                ? clock
                : new MovableClock(base, new AtomicReference<>(Duration.ZERO));
    }

    void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("the clock only moves forward; " + time + " is negative");
        }
        ahead.updateAndGet(time::plus);
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new MovableClock(base.withZone(zone), ahead);
    }
}
