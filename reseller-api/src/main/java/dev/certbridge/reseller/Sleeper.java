package dev.certbridge.reseller;

import java.time.Duration;

/** A function that makes pauses. Tests can replace this function by a function that does not wait. */
@FunctionalInterface
public interface Sleeper {

    /**
     * Sleeps in the calling thread.
     *
     * @throws InterruptedException the thread was interrupted before or during the pause
     */
    void sleep(Duration duration) throws InterruptedException;
}
