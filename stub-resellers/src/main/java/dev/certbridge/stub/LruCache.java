package dev.certbridge.stub;

import com.fasterxml.jackson.databind.util.LRUMap;
import java.util.function.Supplier;

/**
 * A cache of the most recently used values. The values must be immutable and depend on their key alone. Thread-safe.
 *
 * @param <K> the type of the keys; a key contains everything that determines its value
 */
final class LruCache<K, V> {

    private final LRUMap<K, V> values;

    LruCache(int maxEntries) {
        this.values = new LRUMap<>(16, maxEntries);
    }

    /**
     * Returns the cached value of an equal key, or computes it. Concurrent callers with equal keys get the same value.
     */
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
