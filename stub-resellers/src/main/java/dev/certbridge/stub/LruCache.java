package dev.certbridge.stub;

import com.fasterxml.jackson.databind.util.LRUMap;
import java.util.function.Supplier;

/** A thread-safe cache of the most recently used values. Values must be immutable and depend only on their key. */
final class LruCache<K, V> {

    private final LRUMap<K, V> values;

    LruCache(int maxEntries) {
        this.values = new LRUMap<>(16, maxEntries);
    }

    /**
     * Returns the cached value of a key, or computes the value. Concurrent callers with equal keys get the same value.
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
