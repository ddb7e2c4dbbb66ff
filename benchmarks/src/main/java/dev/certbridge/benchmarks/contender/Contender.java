package dev.certbridge.benchmarks.contender;

import java.io.IOException;

/**
 * A compared client. It is thread-safe if {@link ComparedClient#concurrent()} is true.
 *
 * <p>Both calls return a value that depends on the response, so that no client can skip decoding it.
 */
public interface Contender extends AutoCloseable {

    /** The API key that all clients send. */
    String KEY = "not-a-key-but-as-long-as-one-0123456789";

    /**
     * Sends an order and reads its response.
     *
     * @throws Exception the call failed
     */
    Object order() throws Exception;

    /**
     * Reads one certificate.
     *
     * @throws Exception the call failed
     */
    Object poll() throws Exception;

    /** Closes the connections. Does nothing for a client that cannot close them. */
    @Override
    default void close() throws IOException {}
}
