package dev.certbridge.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A server socket on this machine with one thread per connection. It counts the connections. */
public final class Listener implements AutoCloseable {

    private static final int LONGEST_QUEUE = 1024;
    private static final int STACK_BYTES = 256 * 1024;

    private final ServerSocket socket;
    private final URI uri;
    private final Function<String, byte[]> answers;
    private final AtomicLong connections = new AtomicLong();

    /**
     * Listens on a free port.
     *
     * @param tls the TLS context, or empty for plain HTTP
     * @param answers a function from the first line of a request to the response with head and body
     */
    public Listener(Optional<SSLContext> tls, Function<String, byte[]> answers) {
        this.answers = answers;
        try {
            InetAddress here = InetAddress.getLoopbackAddress();
            socket = tls.isPresent()
                    ? tls.get().getServerSocketFactory().createServerSocket(0, LONGEST_QUEUE, here)
                    : new ServerSocket(0, LONGEST_QUEUE, here);
        } catch (IOException e) {
            throw new UncheckedIOException("no port to listen on", e);
        }
        uri = URI.create((tls.isPresent() ? "https://localhost:" : "http://127.0.0.1:") + socket.getLocalPort());
        start(this::accept);
    }

    /** Returns the address. With TLS, it contains the host name localhost instead of the IP address. */
    public URI uri() {
        return uri;
    }

    long connections() {
        return connections.get();
    }

    void forgetConnections() {
        connections.set(0);
    }

    private void accept() {
        try {
            while (true) {
                Socket accepted = socket.accept();
                connections.incrementAndGet();
                start(new Conversation(accepted, answers));
            }
        } catch (IOException e) {
            // The listener was closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(null, work, "listener", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
