package dev.certbridge.stub;

import com.fasterxml.jackson.databind.util.LRUMap;
import java.util.function.Supplier;

/**
 * A cache of the values that were computed last. Only for immutable values that depend on their key alone. Thread-safe.
 *
 * @param <K> everything that a value depends on
 */
final class LruCache<K, V> {

    private final LRUMap<K, V> values;

    LruCache(int maxEntries) {
        this.values = new LRUMap<>(16, maxEntries);
    }

    /** Returns the value of an equal key, or computes it; two callers at the same moment get the same value. */
    V get(K key, Supplier<V> compute) {
        V known = values.get(key);
        if (known != null) {
            return known;
        }
        V computed = compute.get();
        V first = values.putIfAbsent(key, computed);
        return first == null ? computed : first;
    }
}
