package dev.certbridge.conformance.proxy;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads for work beside a test. They are pooled: servers of bare sockets would start tens of thousands of them. */
public final class TestThreads {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "background");
        thread.setDaemon(true);
        return thread;
    });

    private TestThreads() {}

    /** Runs work in the background. */
    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }

    /**
     * Cases that mostly wait, begun before their tests run, so that they wait beside the other tests of their class.
     * Nothing goes on after the class has ended.
     */
    public static final class SlowCases<K> implements AutoCloseable {

        private final Map<K, CompletableFuture<Void>> begun = new ConcurrentHashMap<>();
        private final ExecutorService threads;

        /** Runs this many cases at a time. */
        public SlowCases(int atOnce) {
            threads = Executors.newFixedThreadPool(atOnce);
        }

        /** Begins a case. */
        public void begin(K name, Runnable one) {
            begun.put(name, CompletableFuture.runAsync(one, threads));
        }

        /** Waits for a case that was begun, or runs it here; fails when the case does. */
        public void end(K name, Runnable one) {
            CompletableFuture<Void> waiting = begun.get(name);
            if (waiting == null) {
                one.run();
            } else {
                waiting.join();
            }
        }

        /**
         * Stops what nobody waited for, as when a single test of the class is run, and returns when nothing goes on.
         */
        @Override
        public void close() {
            threads.shutdownNow();
            try {
                if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
                    throw new AssertionError("a case that was stopped goes on");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
