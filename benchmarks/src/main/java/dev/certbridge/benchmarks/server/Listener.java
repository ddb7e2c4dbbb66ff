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

/** A port of this machine, one thread per connection, and the count of connections. */
public final class Listener implements AutoCloseable {

    private static final int LONGEST_QUEUE = 1024;
    private static final int STACK_BYTES = 256 * 1024;

    private final ServerSocket socket;
    private final URI uri;
    private final Function<String, byte[]> answers;
    private final AtomicLong connections = new AtomicLong();

    /**
     * Listens on a free port; with a context it speaks TLS.
     *
     * @param answers the whole answer, head and body, to a request with this first line
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

    /** Its address. Over TLS it has to be reached by name. */
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
            // Closed.
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
