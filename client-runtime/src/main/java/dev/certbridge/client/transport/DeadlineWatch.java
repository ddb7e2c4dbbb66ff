package dev.certbridge.client.transport;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the deadlines of the calls under way in one thread, which sleeps until the earliest could pass. A call whose end
 * is later wakes nobody, and waking a thread is what costs most about a timer: calls with the same limit wake it once.
 *
 * <p>The threads are our own: the JDK's timers run on the common pool, which may be full of the very calls that hang.
 */
final class DeadlineWatch {

    /** So far from now that it never comes, and that the difference of two such moments is still a number. */
    private static final long NEVER = 1L << 62;

    private static final long TRY_AGAIN = TimeUnit.MILLISECONDS.toNanos(100);

    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
    // Apart from the watch, for closing a TLS connection may block.
    private final ExecutorService cutters = Executors.newCachedThreadPool(daemons("certbridge-cut"));
    private final Thread thread = daemons("certbridge-deadline").newThread(this::watch);
    // Until when the thread sleeps.
    private volatile long next = System.nanoTime() + NEVER;

    DeadlineWatch() {
        thread.start();
    }

    void add(Deadline deadline) {
        running.add(deadline);
        if (deadline.end() - next < 0) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Deadline deadline) {
        running.remove(deadline);
    }

    private void watch() {
        while (true) {
            // First, so that who comes while this looks wakes it once more: it may have been passed by.
            next = System.nanoTime() + NEVER;
            next = looked();
            LockSupport.parkNanos(this, next - System.nanoTime());
            // Else it would never sleep again; nobody has a reason to interrupt it.
            Thread.interrupted();
        }
    }

    /** This thread must not end, for then no call would be cut off any more: without memory it looks again soon. */
    private long looked() {
        try {
            return cutPassed(System.nanoTime());
        } catch (OutOfMemoryError e) {
            return System.nanoTime() + TRY_AGAIN;
        }
    }

    /** Cuts off what has passed; when the next can. */
    private long cutPassed(long now) {
        long earliest = now + NEVER;
        for (Iterator<Deadline> each = running.iterator(); each.hasNext(); ) {
            Deadline deadline = each.next();
            long end = deadline.end();
            if (end - now <= 0) {
                // First: where there is no thread to be had for it, it stays and is tried again.
                cutters.execute(deadline.pass());
                each.remove();
            } else {
                earliest = end - earliest < 0 ? end : earliest;
            }
        }
        return earliest;
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
