package dev.certbridge.client.transport;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Cancels a call when its deadline has passed, in every phase of the call. */
final class Deadline implements AutoCloseable {

    // A larger number of nanoseconds would overflow System.nanoTime.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    // The watch is not created in a static initializer. An initializer that fails once, for lack of memory, fails
    // forever.
    private static volatile @Nullable Watch sharedWatch;

    private final Watch watch;
    private final Runnable cancel;
    private volatile long end;
    private volatile boolean expired;
    private boolean expiring;

    private Deadline(Watch watch, long limit, Runnable cancel) {
        this.watch = watch;
        this.cancel = cancel;
        this.end = System.nanoTime() + limit;
    }

    static Deadline after(Duration limit, Runnable cancel) {
        Watch watch = watch();
        Duration counted = limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
        Deadline deadline = new Deadline(watch, counted.toNanos(), cancel);
        watch.add(deadline);
        return deadline;
    }

    private static Watch watch() {
        Watch known = sharedWatch;
        if (known == null) {
            synchronized (Deadline.class) {
                known = sharedWatch;
                if (known == null) {
                    known = new Watch();
                    sharedWatch = known;
                }
            }
        }
        return known;
    }

    /**
     * Cancels the call at once. Another thread cancels the call, because the calling thread may have no stack space or
     * no memory left.
     */
    void expireNow() {
        expiring = true;
        end = System.nanoTime();
        watch.add(this);
    }

    boolean isExpired() {
        return expired;
    }

    /** Returns the deadline of the call as a value of {@link System#nanoTime}. */
    long end() {
        return end;
    }

    @Override
    public void close() {
        if (!expiring) {
            watch.running.remove(this);
        }
    }

    /**
     * Watches the deadlines of all calls in one thread. The watching thread sleeps until the earliest deadline. A new
     * call wakes the thread only if the deadline of the call is earlier. A {@link
     * java.util.concurrent.ScheduledThreadPoolExecutor} would wake a thread for nearly every call.
     */
    private static final class Watch {

        /**
         * A time span that never passes. The sum of this time span and a value of {@link System#nanoTime} can be
         * compared without an overflow.
         */
        private static final long NEVER = 1L << 62;

        private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);

        private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
        // Calls are cancelled in separate threads, because closing a TLS connection may block.
        private final ExecutorService cancellers = Executors.newCachedThreadPool(daemons("certbridge-cancel"));
        private final Thread thread = daemons("certbridge-deadline").newThread(this::watchAll);
        // The time until which the watching thread sleeps.
        private volatile long wakeUp = System.nanoTime() + NEVER;

        private Watch() {
            thread.start();
        }

        private void add(Deadline deadline) {
            running.add(deadline);
            if (deadline.end - wakeUp < 0) {
                LockSupport.unpark(thread);
            }
        }

        private void watchAll() {
            while (true) {
                // This value is set before the search, so that a deadline that is added during the search wakes this
                // thread.
                wakeUp = System.nanoTime() + NEVER;
                wakeUp = nextEnd();
                LockSupport.parkNanos(this, wakeUp - System.nanoTime());
                // The interrupt is cleared, because an interrupted thread does not park.
                Thread.interrupted();
            }
        }

        /**
         * Cancels the calls whose deadline has passed, and returns the earliest deadline of the other calls. If the
         * memory is exhausted, returns a time shortly after now, so that the thread soon tries again.
         */
        private long nextEnd() {
            long now = System.nanoTime();
            try {
                long earliest = now + NEVER;
                for (Iterator<Deadline> each = running.iterator(); each.hasNext(); ) {
                    Deadline deadline = each.next();
                    long end = deadline.end;
                    if (end - now <= 0) {
                        deadline.expired = true;
                        // The deadline is removed only afterwards. If no thread could be started, the cancellation is
                        // tried again.
                        cancellers.execute(deadline.cancel);
                        each.remove();
                    } else {
                        earliest = end - earliest < 0 ? end : earliest;
                    }
                }
                return earliest;
            } catch (OutOfMemoryError e) {
                return now + RETRY;
            }
        }

        private static ThreadFactory daemons(String name) {
            return work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
            };
        }
    }

    /**
     * A stream of a body that throws if it is read after the deadline of the call. Within one second after the creation
     * of the stream, a read never throws.
     */
    static final class TimedInput extends FilterInputStream {

        private static final long LEAST = TimeUnit.SECONDS.toNanos(1);

        private final long until;

        TimedInput(byte[] bytes, long deadline) {
            super(new ByteArrayInputStream(bytes));
            long least = System.nanoTime() + LEAST;
            this.until = deadline - least > 0 ? deadline : least;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (System.nanoTime() - until > 0) {
                throw new IOException("the deadline passed while the body was decoded");
            }
            return super.read(into, offset, length);
        }
    }
}
