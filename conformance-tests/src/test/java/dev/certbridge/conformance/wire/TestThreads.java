package dev.certbridge.conformance.wire;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Work beside a test, on threads that are used again: servers of bare sockets would start tens of thousands of them. */
public final class TestThreads {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "background");
        thread.setDaemon(true);
        return thread;
    });

    private TestThreads() {}

    /** Begins now; what comes back is done when the work is. */
    public static CompletableFuture<Void> run(Runnable work) {
        return CompletableFuture.runAsync(work, THREADS);
    }
}
