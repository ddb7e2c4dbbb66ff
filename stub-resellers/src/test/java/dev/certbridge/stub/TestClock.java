package dev.certbridge.stub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
public final class TestClock extends Clock {

    private volatile Instant now = Instant.parse("2026-11-22T00:00:00Z");

    /** Returns a clock that stands still at this time. */
    public static TestClock at(String now) {
        TestClock clock = new TestClock();
        clock.now = Instant.parse(now);
        return clock;
    }

    /** Moves it on. */
    public void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
