package dev.certbridge.benchmarks.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** Calls that several threads make at the same time. */
final class ConcurrentCalls {

    private ConcurrentCalls() {}

    /**
     * Makes the calls in this number of threads.
     *
     * @param call a function from the number of a call, from 0, to the call
     * @return the number of calls that threw an exception
     */
    static long failures(int threads, int calls, IntFunction<Callable<?>> call) throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        AtomicInteger next = new AtomicInteger();
        AtomicLong failures = new AtomicLong();
        List<Future<?>> workers = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(() -> {
                    for (int n = next.getAndIncrement(); n < calls; n = next.getAndIncrement()) {
                        try {
                            call.apply(n).call();
                        } catch (Exception e) {
                            if (failures.incrementAndGet() == 1) {
                                System.err.println("the first call that failed: " + e);
                            }
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of callers ended early", e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return failures.get();
    }
}
