package dev.certbridge.orderbook;

import java.util.function.Supplier;

/**
 * Work that an interruption must not stop half-way: connection pools and file channels give up in an interrupted
 * thread, and then the id of an order that was just accepted would be lost.
 */
final class UninterruptibleTask {

    private UninterruptibleTask() {}

    /** The work's result; the thread is interrupted again afterwards if it was before. */
    static <T> T call(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
