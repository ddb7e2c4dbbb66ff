package dev.certbridge.conformance.money;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The stub behind somebody who stands between it and a client. Requests are brought there over one connection, for as
 * long as the stub keeps it; what has no length, as every answer that breaks off, ends with its connection. For one thread.
 */
public final class UpstreamConnection implements AutoCloseable {

    // Far less than a server keeps a connection on which nothing comes.
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Connection(Socket socket, InputStream in, long since) {}

    private final int port;
    private Optional<Connection> kept = Optional.empty();

    /** What listens at that port of this machine; nothing is sent yet. */
    public UpstreamConnection(int port) {
        this.port = port;
    }

    /** The answer. {@link IOException} when the connection ends before its head does; nothing is sent a second time. */
    public StubResponseRecord forward(RecordedRequest sent) throws IOException {
        Connection now = connection();
        kept = Optional.empty();
        try {
            now.socket().getOutputStream().write(sent.bytes());
            now.socket().getOutputStream().flush();
            Head head = Head.read(now.in().read(), now.in());
            Optional<Integer> length = head.keepsConnection() ? head.length() : Optional.empty();
            byte[] body = length.isPresent()
                    ? now.in().readNBytes(length.get())
                    : now.in().readAllBytes();
            if (length.isPresent() && body.length == length.get()) {
                kept = Optional.of(new Connection(now.socket(), now.in(), System.nanoTime()));
            }
            return StubResponseRecord.of(head, body);
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
    public void close() throws IOException {
        if (kept.isPresent()) {
            kept.get().socket().close();
        }
    }
}
