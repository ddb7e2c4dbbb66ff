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

/**
 * A server that answers orders, polls and lists with fixed bytes, and counts them. It has one thread per connection.
 */
public final class FixedServer implements AutoCloseable {

    private final Listener listener;
    private final Answers answers = new Answers(Bodies.ofContract());
    private final AtomicLong orders = new AtomicLong();
    private final AtomicLong polls = new AtomicLong();
    private final AtomicLong lists = new AtomicLong();
    private final AtomicLong others = new AtomicLong();
    private volatile Duration delay = Duration.ZERO;

    /** Starts a server on a free port of this machine. With a context, it uses TLS. */
    public FixedServer(Optional<SSLContext> tls) {
        listener = new Listener(tls, this::answer);
    }

    /** Returns the address. With TLS, it contains the host name localhost instead of the IP address. */
    public URI uri() {
        return listener.uri();
    }

    /** Returns the counts since the last reset. */
    public Counts counts() {
        return new Counts(listener.connections(), orders.get(), polls.get(), lists.get(), others.get());
    }

    /** Resets all counts to zero, and sets the time that the server waits before every response. */
    public void reset(Duration pause) {
        delay = pause;
        listener.forgetConnections();
        orders.set(0);
        polls.set(0);
        lists.set(0);
        others.set(0);
    }

    /**
     * Runs the server until its standard input ends. Prints the address of the server first. Then reads commands,
     * {@code counts} or {@code reset MILLISECONDS}, and prints a line of counts for each.
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

    /** Waits, counts the request and returns its response. */
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
