package dev.certbridge.contract;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Limits the time that a library spends on an untrusted OpenAPI document. A document that exhausts the memory causes
 * the same exception as a document that exceeds the time limit. Even a small document can contain so many combinations
 * of schemas that a library needs hours for the document.
 */
public final class ContractDeadline {

    /** The time limit. The longest published contracts need only a fraction of this limit, even on a slow machine. */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private ContractDeadline() {}

    /**
     * Runs the work and returns its result.
     *
     * @param name the name of the document in messages
     * @throws IllegalArgumentException if the work takes over 60 s or runs out of memory; the message is one line
     */
    public static <T> T within(String name, Supplier<T> work) {
        return within(LIMIT, name, work);
    }

    static <T> T within(Duration limit, String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        // A library that is reading a document cannot be stopped, so its thread must not prevent the JVM from exiting.
        Thread thread = new Thread(task, "contract");
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            throw tooComplex(name, "the document was not read within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + name, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw tooComplex(name, e.getCause().getClass().getSimpleName() + " while reading the document", e);
        }
    }

    private static IllegalArgumentException tooComplex(String name, String reason, Exception cause) {
        return new IllegalArgumentException(name + " is too complex: " + reason, cause);
    }
}
