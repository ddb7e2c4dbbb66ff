package dev.certbridge.conformance.proxy;

import dev.certbridge.conformance.proxy.ReceivedRequest.HttpHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The connection of a proxy to its upstream, kept for as long as the upstream keeps it. A response without a length,
 * such as one that breaks off, ends with its connection. For one thread.
 */
public final class UpstreamConnection implements AutoCloseable {

    // Far less than a server keeps a connection on which nothing comes.
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Connection(Socket socket, InputStream in, long since) {}

    private final int port;
    private Optional<Connection> kept = Optional.empty();

    /** Prepares requests to a port of this machine; connects at the first one. */
    public UpstreamConnection(int port) {
        this.port = port;
    }

    /** Sends a request once. Throws IOException if the connection ends before the head of the response does. */
    public ProxiedResponse forward(ReceivedRequest sent) throws IOException {
        Connection now = connection();
        kept = Optional.empty();
        try {
            now.socket().getOutputStream().write(sent.asHttp10());
            now.socket().getOutputStream().flush();
            HttpHead head = HttpHead.read(now.in().read(), now.in());
            Optional<Integer> length = head.keepsConnection() ? head.length() : Optional.empty();
            byte[] body = length.isPresent()
                    ? now.in().readNBytes(length.get())
                    : now.in().readAllBytes();
            if (length.isPresent() && body.length == length.get()) {
                kept = Optional.of(new Connection(now.socket(), now.in(), System.nanoTime()));
            }
            return ProxiedResponse.of(head, body);
        } finally {
            if (kept.isEmpty()) {
                now.socket().close();
            }
        }
    }

    private Connection connection() throws IOException {
        if (kept.isPresent() && System.nanoTime() - kept.get().since() < IDLE_NANOS) {
            return kept.get();
        }
        close();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new Connection(socket, new BufferedInputStream(socket.getInputStream()), System.nanoTime());
    }

    @Override
    public void close() {
        kept.ifPresent(connection -> {
            try {
                connection.socket().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
