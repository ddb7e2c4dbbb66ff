package dev.certbridge.fleet;

import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read when it is first needed, and at most once. If the read fails, every later call throws the same
 * exception. Thread-safe.
 */
final class ReadOnce<T> {

    private final Supplier<T> source;
    private @Nullable T value;
    private @Nullable ResellerException failure;

    ReadOnce(Supplier<T> source) {
        this.source = source;
    }

    /** Returns the value. Throws the ResellerException of the read if the read failed. */
    synchronized T get() {
        if (failure != null) {
            throw failure;
        }
        T known = value;
        if (known == null) {
            try {
                known = source.get();
            } catch (ResellerException e) {
                failure = e;
                throw e;
            }
            value = known;
        }
        return known;
    }
}
