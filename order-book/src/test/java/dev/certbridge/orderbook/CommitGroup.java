package dev.certbridge.orderbook;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Calls of several threads that run in one transaction, because they all wait while an earlier transaction runs. */
final class CommitGroup {

    private CommitGroup() {}

    /**
     * Starts the calls one after the other, each in its own thread, while an operation that {@code transaction} runs
     * lasts. The calls are then in one transaction, in this order. Returns their results, which may not be there yet.
     */
    static <T> List<FutureTask<T>> start(Consumer<Runnable> transaction, List<Callable<T>> calls) {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread earlier = new Thread(() -> transaction.accept(() -> {
            running.countDown();
            await(end);
        }));
        earlier.start();
        await(running);
        List<FutureTask<T>> results = new ArrayList<>();
        for (Callable<T> call : calls) {
            FutureTask<T> result = new FutureTask<>(call);
            Thread thread = new Thread(result, "caller " + results.size());
            thread.start();
            while (!isQueued(thread)) {
                Thread.onSpinWait();
            }
            results.add(result);
        }
        end.countDown();
        return results;
    }

    /** Returns true if a thread waits for its turn, and not for instance for the loading of a class. */
    private static boolean isQueued(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && LockSupport.getBlocker(thread) instanceof AbstractQueuedSynchronizer blocker
                && blocker.getClass().getName().startsWith(Semaphore.class.getName());
    }

    /** Starts calls that write to a store. */
    static <T> List<FutureTask<T>> start(Store store, List<Callable<T>> calls) {
        return start(
                last -> store.write(tx -> {
                    last.run();
                    return tx;
                }),
                calls);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }
}
