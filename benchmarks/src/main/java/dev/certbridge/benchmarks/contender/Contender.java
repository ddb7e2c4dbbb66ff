package dev.certbridge.benchmarks.contender;

import java.io.IOException;

/**
 * A client that is compared. Safe for several threads where {@link ComparedClient#concurrent()} says so.
 *
 * <p>Both calls return three members of the answer, so that none can do without decoding it.
 */
public interface Contender extends AutoCloseable {

    /** The key that all send. */
    String KEY = "not-a-key-but-as-long-as-one-0123456789";

    /** Sends the order and reads its answer. */
    Object order() throws Exception;

    /** Reads one certificate. */
    Object poll() throws Exception;

    /** Closes its connections, where the client has a way to. */
    @Override
    default void close() throws IOException {}
}
