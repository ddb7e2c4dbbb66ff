package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import java.util.function.Supplier;

/** A book that fails while nothing is on the wire: nothing is lost, and the same may be tried again later. */
final class BookErrors {

    private BookErrors() {}

    /** Does this; the book's {@link IllegalStateException} becomes a {@link NotSentException}. */
    static <T> T notSent(OperationRef origin, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            throw notSent(origin, e);
        }
    }

    static NotSentException notSent(OperationRef origin, IllegalStateException e) {
        return new NotSentException(origin, "the order book failed: " + e.getMessage(), e);
    }
}
