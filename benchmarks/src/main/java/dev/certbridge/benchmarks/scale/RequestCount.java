package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/** A client for the number of requests that the server has counted. */
final class RequestCount {

    private final URI counter;

    RequestCount(URI server) {
        this.counter = server.resolve("/requests");
    }

    /** Returns the number of requests since the last call of this method. */
    long sinceLast() {
        try (InputStream answer = counter.toURL().openStream()) {
            return Long.parseLong(new String(answer.readAllBytes(), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
