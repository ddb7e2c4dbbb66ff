package dev.certbridge.cli;

import dev.certbridge.reseller.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The clock on the wall, which jumps ahead instead of letting anybody wait. */
final class SimulatedClock extends Clock implements Sleeper {

    private final Clock wall = Clock.systemUTC();
    private Duration jumped = Duration.ZERO;

    @Override
    public synchronized void sleep(Duration pause) {
        jumped = jumped.plus(pause);
    }

    @Override
    public synchronized Instant instant() {
        return wall.instant().plus(jumped);
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
