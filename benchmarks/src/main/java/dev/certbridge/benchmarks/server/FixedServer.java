package dev.certbridge.benchmarks.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/** Answers an order, a poll and a list with fixed bytes, one thread per connection, and counts them. */
public final class FixedServer implements AutoCloseable {

    private final Listener listener;
    private final Answers answers = new Answers(Bodies.ofContract());
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong polls = new AtomicLong();
    private final AtomicLong lists = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private volatile Duration delay = Duration.ZERO;

    /** Starts on a free port of this machine; with a context it speaks TLS. */
    public FixedServer(Optional<SSLContext> tls) {
        listener = new Listener(tls, this::answer);
    }

    /** Its address. Over TLS it has to be reached by name. */
    public URI uri() {
        return listener.uri();
    }

    /** What came since the last reset. */
    public Counts counts() {
        return new Counts(listener.connections(), orders.get(), polls.get(), lists.get(), others.get());
    }

    /** Counts from zero, and waits this long before every answer. */
    public void reset(Duration pause) {
        delay = pause;
        listener.forgetConnections();
        orders.set(0);
        polls.set(0);
        lists.set(0);
        others.set(0);
    }

    /**
     * Prints its address, then answers lines on its input, {@code counts} or {@code reset MILLISECONDS}, with a line of
     * counts each, until the input ends.
     */
    public static void main(String[] args) throws IOException {
        try (FixedServer server = new FixedServer(Optional.empty())) {
            System.out.println(server.uri());
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(server.counts().line());
                if (line.startsWith("reset ")) {
                    server.reset(Duration.ofMillis(Long.parseLong(line.substring(6))));
                }
            }
        }
    }

    /** Counts this request and says what is answered, in due time. */
    private byte[] answer(String requestLine) {
        pause(delay);
        if (requestLine.startsWith("GET /tls/certificate/")) {
            polls.incrementAndGet();
            return answers.pending();
        }
        if (requestLine.startsWith("POST /tls/certificate ")) {
            orders.incrementAndGet();
            return answers.ordered();
        }
        if (requestLine.startsWith("GET /tls/certificate ")) {
            lists.incrementAndGet();
            return answers.list();
        }
        others.incrementAndGet();
        return answers.unknown();
    }

    private static void pause(Duration length) {
        if (!length.isZero()) {
            try {
                TimeUnit.NANOSECONDS.sleep(length.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
