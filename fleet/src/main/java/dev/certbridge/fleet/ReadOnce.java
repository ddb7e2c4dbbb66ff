package dev.certbridge.fleet;

import dev.certbridge.reseller.failure.ResellerException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read when it is first needed, and at most once. A failure is stored too, and thrown again.
 * Thread-safe.
 */
final class ReadOnce<T> {

    private final Supplier<T> source;
    private @Nullable T value;
    private @Nullable ResellerException failure;

    ReadOnce(Supplier<T> source) {
        this.source = source;
    }

    /** Returns the value. If the read failed, throws its ResellerException. */
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
