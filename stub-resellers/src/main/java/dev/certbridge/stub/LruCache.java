package dev.certbridge.stub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was made from equal things lately, so that it is not made again: fresh stubs with the same seed do the same over
 * and over. Only for what cannot be changed and depends on its key alone. Safe for use by several threads.
 *
 * @param <K> everything that it depends on
 * @param <V> what is made
 */
final class LruCache<K, V> {

    private final Map<K, V> made;

    /** Keeps so many, those that were asked for last. */
    LruCache(int most) {
        this.made = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What was made for an equal key, or is made now; two that ask at the same moment get the same. */
    V of(K key, Supplier<V> make) {
        V known;
        synchronized (made) {
            known = made.get(key);
        }
        if (known != null) {
            return known;
        }
        // Not under the lock: it takes long.
        V now = make.get();
        synchronized (made) {
            V first = made.putIfAbsent(key, now);
            return first == null ? now : first;
        }
    }
}
