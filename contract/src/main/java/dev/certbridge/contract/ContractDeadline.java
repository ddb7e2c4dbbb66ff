package dev.certbridge.contract;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Bounds the time and the memory that a library spends on a document that somebody gave. The libraries follow every way through a
 * schema, and no bound on the size of a document bounds the number of its ways.
 */
public final class ContractDeadline {

    /** Several times what the longest published contracts take on a slow machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private ContractDeadline() {}

    /**
     * Returns what the work returns.
     *
     * @param name what messages call the document
     * @throws IllegalArgumentException if the work takes longer than 60 s, or more memory than there is; the message is one line
     */
    public static <T> T within(String name, Supplier<T> work) {
        return within(LIMIT, name, work);
    }

    static <T> T within(Duration limit, String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        // Nothing stops a library that is lost in a document, so it must not keep the process from ending.
        Thread thread = new Thread(task, "contract");
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw new IllegalArgumentException(
                    name + " is too intricate: it was not read within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " was read", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalArgumentException(
                    name + " is too intricate: " + e.getCause().getClass().getSimpleName() + " while it was read", e);
        }
    }
}
