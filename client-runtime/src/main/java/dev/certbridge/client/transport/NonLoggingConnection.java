package dev.certbridge.client.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 connection that logs neither headers nor bytes, for they hold the key, and that is not used again once it
 * holds a byte that no request asked for: the next request would take it for its answer.
 */
final class NonLoggingConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    private static final long TRUST_IDLE_NANOS = Duration.ofMillis(500).toNanos();
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(ResponseHeadParser.LONGEST)
            .setMaxHeaderCount(ResponseHeadParser.MOST_LINES)
            .build();

    private final ResponseHeadParser parser;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Timeout socketTimeout = Timeout.ZERO_MILLISECONDS;
    private long idleSince = System.nanoTime();

    private NonLoggingConnection(ResponseHeadParser parser, @Nullable ContentLengthStrategy lengths) {
        super(LIMITS, null, null, lengths, null, null, config -> parser);
        this.parser = parser;
    }

    /** A connection, bound to the socket if there is one; {@code lengths} says how long a body is, null for the default. */
    static NonLoggingConnection of(@Nullable Socket socket, @Nullable ContentLengthStrategy lengths)
            throws IOException {
        NonLoggingConnection connection = new NonLoggingConnection(new ResponseHeadParser(), lengths);
        if (socket != null) {
            connection.bind(socket);
        }
        return connection;
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bindOpen(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        bindOpen(new SocketHolder(sslSocket, socket));
    }

    /** Binds the socket, unless the call was cut off while it connected: then it closes the socket. */
    private void bindOpen(SocketHolder holder) throws IOException {
        if (closed.get()) {
            holder.getSocket().close();
            throw new InterruptedIOException("the connection was closed while it was opened");
        }
        bind(holder);
        socketTimeout = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
    }

    /** True when bytes have arrived that no request asked for. Session tickets of TLS are no such bytes. */
    boolean holdsUnsolicitedBytes() throws IOException {
        SocketHolder holder = ensureOpen();
        return parser.holdsBytes() || holder.getInputStream().available() > 0;
    }

    /** True when anything at all has arrived between two requests, session tickets too. */
    private boolean holdsSurplus() {
        try {
            SocketHolder holder = ensureOpen();
            return holdsUnsolicitedBytes()
                    || holder.getBaseSocket().getInputStream().available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Asked when a call is over: false closes the connection. */
    @Override
    public boolean isConsistent() {
        return super.isConsistent() && !holdsSurplus();
    }

    /** Asked before each use but the first, for bytes may have come late; waiting for the server's end only after a pause. */
    @Override
    public boolean isStale() throws IOException {
        if (holdsSurplus()) {
            return true;
        }
        return System.nanoTime() - idleSince > TRUST_IDLE_NANOS && (super.isStale() || holdsSurplus());
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
        return getSocket() instanceof SSLSocket ssl ? ssl.getSession() : null;
    }

    @Override
    public void passivate() {
        idleSince = System.nanoTime();
        setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    @Override
    public void activate() {
        setSocketTimeout(socketTimeout);
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            super.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        if (closed.compareAndSet(false, true)) {
            super.close(mode);
        }
    }
}
