package dev.certbridge.reseller;

import java.time.Duration;

/** Makes pauses. Injected, so that tests do not wait. */
@FunctionalInterface
public interface Sleeper {

    /** Sleeps in this thread; ends at once when it is interrupted. */
    void sleep(Duration duration) throws InterruptedException;
}
