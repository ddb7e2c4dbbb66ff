package dev.certbridge.conformance.money;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Cases that share nothing, run on all cores while their tests are reported one by one. */
final class ParallelCases<K> implements AutoCloseable {

    /** One case; gives its complaints. */
    @FunctionalInterface
    interface Case<K> {
        List<String> run(K key) throws InterruptedException;
    }

    private final Map<K, Future<List<String>>> running = new LinkedHashMap<>();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    ParallelCases(List<K> keys, Case<K> one) {
        keys.forEach(key -> running.put(key, threads.submit(() -> one.run(key))));
    }

    /** Waits for one case and returns its complaints. */
    List<String> complaints(K key) throws ExecutionException, InterruptedException {
        return running.get(key).get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
