package dev.certbridge.reseller;

import java.time.Duration;

/** How to wait. Injected, so that tests do not. */
@FunctionalInterface
public interface Sleeper {

    /** Sleeps in this thread; ends at once when it is interrupted. */
    void sleep(Duration duration) throws InterruptedException;
}
