package dev.certbridge.stub;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import wiremock.org.eclipse.jetty.util.component.AbstractLifeCycle;
import wiremock.org.eclipse.jetty.util.thread.ThreadPool;

/**
 * The thread pool of one stub server. All stubs share the threads, because starting a pool takes longer than all
 * requests of a typical stub. When a server stops, only the threads that work for it are interrupted.
 */
final class StubThreads extends AbstractLifeCycle implements ThreadPool {

    /** The time after which an idle thread ends. */
    private static final long IDLE_MILLIS = 200;

    private static final ExecutorService ALL = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), StubThreads::thread);

    private final Set<Thread> busy = new HashSet<>();
    private final AtomicInteger unfinished = new AtomicInteger();

    @Override
    public void execute(Runnable work) {
        unfinished.incrementAndGet();
        ALL.execute(() -> {
            begin();
            try {
                work.run();
            } finally {
                end();
            }
        });
    }

    private synchronized void begin() {
        busy.add(Thread.currentThread());
    }

    private synchronized void end() {
        busy.remove(Thread.currentThread());
        unfinished.decrementAndGet();
    }

    boolean isQuiet() {
        return unfinished.get() == 0;
    }

    @Override
    protected synchronized void doStop() {
        busy.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
    }

    /** Returns immediately, like the default pool of the server. */
    @Override
    public void join() {}

    @Override
    public synchronized int getThreads() {
        return busy.size();
    }

    /** Returns 1, because the pool can always start another thread. */
    @Override
    public int getIdleThreads() {
        return 1;
    }

    @Override
    public boolean isLowOnThreads() {
        return false;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "certbridge-stub");
        // A program whose main method fails ends although its stub is still open.
        thread.setDaemon(true);
        return thread;
    }
}
