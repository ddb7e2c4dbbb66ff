package dev.certbridge.stub;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ThreadPool;

/**
 * The threads of one stub, lent from those of all stubs in this process: a pool of its own would start eight of them for
 * every stub, which takes longer than all that most stubs are asked for. When the stub stops, what still runs for it is
 * interrupted, and nothing else.
 */
final class StubThreads extends AbstractLifeCycle implements ThreadPool {

    /** Idle threads go soon: a process does not end before they are gone. */
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

    /** Whether all that was ever begun here has ended, what no thread has taken up yet among it. */
    boolean isQuiet() {
        return unfinished.get() == 0;
    }

    @Override
    protected synchronized void doStop() {
        busy.stream().filter(thread -> thread != Thread.currentThread()).forEach(Thread::interrupt);
    }

    /** Waits for nobody, like the pool that a server has by default. */
    @Override
    public void join() {}

    @Override
    public synchronized int getThreads() {
        return busy.size();
    }

    /** There is always another one. */
    @Override
    public int getIdleThreads() {
        return 1;
    }

    @Override
    public boolean isLowOnThreads() {
        return false;
    }

    private static Thread thread(Runnable work) {
        return new Thread(work, "certbridge-stub");
    }
}
