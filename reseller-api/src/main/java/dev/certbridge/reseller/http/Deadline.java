package dev.certbridge.reseller.http;

import java.time.Duration;

/** Cuts a call off when its time is over, wherever it hangs. */
final class Deadline implements AutoCloseable {

    /** Longer is as long as for ever, and more nanoseconds than a clock can count. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final DeadlineWatch WATCH = new DeadlineWatch();

    private final long limit;
    private final Runnable cut;
    private volatile long end;
    private volatile boolean passed;

    private Deadline(long limit, Runnable cut) {
        this.limit = limit;
        this.cut = cut;
        this.end = System.nanoTime() + limit;
    }

    static Deadline after(Duration limit, Runnable cut) {
        Deadline deadline = new Deadline((limit.compareTo(LONGEST) > 0 ? LONGEST : limit).toNanos(), cut);
        WATCH.add(deadline);
        return deadline;
    }

    /** Gives the same time anew: the call got on. */
    void again() {
        // Later than before: the watch looks too early and looks again.
        end = System.nanoTime() + limit;
    }

    boolean passed() {
        return passed;
    }

    /** In {@link System#nanoTime}. */
    long end() {
        return end;
    }

    /** What has to be done when it has passed, which is from now on. */
    Runnable pass() {
        passed = true;
        return cut;
    }

    @Override
    public void close() {
        WATCH.remove(this);
    }
}
