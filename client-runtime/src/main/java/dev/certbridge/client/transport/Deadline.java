package dev.certbridge.client.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Cuts a call off when its time is over, wherever it hangs. */
final class Deadline implements AutoCloseable {

    /** Longer is as long as for ever, and more nanoseconds than a clock can count. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    // No static initialiser: one that finds no memory for its thread would fail for ever.
    private static volatile @Nullable DeadlineWatch watch;

    private final DeadlineWatch watching;
    private final Runnable cut;
    private volatile long end;
    private volatile boolean passed;
    private boolean brokenOff;

    private Deadline(DeadlineWatch watching, long limit, Runnable cut) {
        this.watching = watching;
        this.cut = cut;
        this.end = System.nanoTime() + limit;
    }

    static Deadline after(Duration limit, Runnable cut) {
        DeadlineWatch running = watch();
        Deadline deadline = new Deadline(running, atMostLongest(limit).toNanos(), cut);
        running.add(deadline);
        return deadline;
    }

    /** This limit, or a hundred years. */
    static Duration atMostLongest(Duration limit) {
        return limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
    }

    private static DeadlineWatch watch() {
        DeadlineWatch known = watch;
        if (known == null) {
            synchronized (Deadline.class) {
                known = watch;
                if (known == null) {
                    known = new DeadlineWatch();
                    watch = known;
                }
            }
        }
        return known;
    }

    /** Cuts the call off now, from another thread: this one may have no stack or memory left to do it. */
    void breakOff() {
        brokenOff = true;
        end = System.nanoTime();
        watching.add(this);
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
        if (!brokenOff) {
            watching.remove(this);
        }
    }
}
