package dev.certbridge.stub;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a check found, for as long as the same is checked again: fresh stubs with the same seed are sent and answer the
 * same bytes over and over, and the validator takes longer for them than everything else in a stub. Safe for use by
 * several threads.
 *
 * @param <T> one finding
 */
final class ContractCheckCache<T> {

    /** How many different messages; with long bodies about ten megabytes, for each of those who remember. */
    private static final int MOST = 1_000;

    private static final int LONG_BYTES = 10_000;

    /**
     * Everything that a finding can depend on.
     *
     * @param line the method and the path, and the status of an answer
     * @param parameters of the query
     * @param headers as they are sent
     * @param body not to be changed
     */
    record Sent(String line, Map<String, ?> parameters, Map<String, ?> headers, ByteBuffer body) {}

    private final LruCache<Sent, List<T>> found = new LruCache<>(MOST);

    /** What was found for an equal message, or is found now. */
    List<T> of(Sent sent, Supplier<List<T>> check) {
        return sent.body().remaining() > LONG_BYTES ? check.get() : found.of(sent, check);
    }
}
