package dev.certbridge.reseller.http;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Cuts a call off when its time is over, wherever it hangs. The threads are our own: the JDK's timers run on the common
 * pool, which may be full of the very calls that hang.
 */
final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor TIMER = timer();
    // Apart from the timer, for closing a TLS connection may block.
    private static final ExecutorService CUTTERS = Executors.newCachedThreadPool(daemons("certbridge-cut"));

    private final AtomicBoolean passed = new AtomicBoolean();
    private final Duration limit;
    private final Runnable cut;
    private volatile Future<?> timer;

    private Deadline(Duration limit, Runnable cut) {
        this.limit = limit;
        this.cut = cut;
        this.timer = start();
    }

    private Future<?> start() {
        return TIMER.schedule(
                () -> {
                    passed.set(true);
                    CUTTERS.execute(cut);
                },
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    static Deadline after(Duration limit, Runnable cut) {
        return new Deadline(limit, cut);
    }

    /** Gives the same time anew: the call got on. */
    void again() {
        timer.cancel(false);
        timer = start();
    }

    boolean passed() {
        return passed.get();
    }

    @Override
    public void close() {
        timer.cancel(false);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("certbridge-deadline"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
