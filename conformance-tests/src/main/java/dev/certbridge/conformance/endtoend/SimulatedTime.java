package dev.certbridge.conformance.endtoend;

import dev.certbridge.client.transport.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that only pauses move, and the pauses it was asked for. */
public final class SimulatedTime extends Clock implements Sleeper {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");

    /** Passes at once, or not at all in a thread that was interrupted. */
    @Override
    public synchronized void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted");
        }
        pauses.add(duration);
        now = now.plus(duration);
    }

    /** Lets time pass without a pause. */
    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }

    /** The pauses, oldest first. */
    public synchronized List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    /** The pauses in whole seconds, oldest first. */
    public synchronized List<Long> seconds() {
        return pauses.stream().map(Duration::toSeconds).toList();
    }

    @Override
    public synchronized Instant instant() {
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
