package dev.certbridge.contract;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Limits the time and the memory that a library spends on an untrusted document. The libraries follow every path through a
 * schema, and the size of a document does not limit the number of its paths.
 */
public final class ContractDeadline {

    /** Several times what the longest published contracts take on a slow machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private ContractDeadline() {}

    /**
     * Runs the work and returns its result.
     *
     * @param name the name of the document in messages
     * @throws IllegalArgumentException if the work takes over 60 s or more memory than there is; the message is one line
     */
    public static <T> T within(String name, Supplier<T> work) {
        return within(LIMIT, name, work);
    }

    static <T> T within(Duration limit, String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        // A library cannot be stopped inside a document, so its thread must not keep the process alive.
        Thread thread = new Thread(task, "contract");
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw tooComplex(name, "it was not read within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + name, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw tooComplex(name, e.getCause().getClass().getSimpleName() + " while reading it", e);
        }
    }

    private static IllegalArgumentException tooComplex(String name, String reason, Exception cause) {
        return new IllegalArgumentException(name + " is too complex: " + reason, cause);
    }
}
