package dev.certbridge.orderbook;

import java.time.Clock;
import java.time.Instant;

/** What surrounds every step of a SQLite store. */
interface FileGuard extends AutoCloseable {

    /**
     * Waits for this process's turn at the file.
     *
     * @throws IllegalStateException others keep the file for too long, or it was moved, removed or replaced
     */
    void enter();

    /** Ends the turn. */
    void leave();

    /** Returns the time of the book. Called within a turn. */
    Instant now();

    @Override
    void close();

    /** The guard of a connection that nobody else has. */
    static FileGuard ofOne(Clock clock) {
        return new FileGuard() {
            @Override
            public void enter() {}

            @Override
            public void leave() {}

            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void close() {}
        };
    }
}
