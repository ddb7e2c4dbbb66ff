package dev.certbridge.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/** Asks the server how many requests it has seen. */
final class RequestCount {

    private final URI counter;

    RequestCount(URI server) {
        this.counter = server.resolve("/requests");
    }

    /** Since it was asked last. */
    long sinceLast() {
        try (InputStream answer = counter.toURL().openStream()) {
            return Long.parseLong(new String(answer.readAllBytes(), ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
