package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client. HttpClient closes its connection manager when an {@link Error} ends one call. After
 * such an error, this class does not close the connections, because other calls use them. Only {@link #shutDown} closes
 * all connections.
 */
final class ConnectionPool implements HttpClientConnectionManager {

    static final int MOST_CONNECTIONS = 256;

    /** The state of an open connection without any request so far. HttpClient itself has no state. */
    private static final Object UNUSED = new Object();

    private static final TimeValue MOST_UNUSED_TIME = TimeValue.ofSeconds(1);

    private final PoolingHttpClientConnectionManager connections;

    private ConnectionPool(PoolingHttpClientConnectionManager connections) {
        this.connections = connections;
    }

    /**
     * Opens a connection for a request that follows within one second. Throws if it cannot be opened. A connection that
     * no request uses is closed after this second.
     */
    void openAhead(HttpRoute route) throws Exception {
        // Without a state, this never leases a connection that was opened ahead for another request.
        ConnectionEndpoint endpoint = connections
                .lease("ahead", route, Timeout.ZERO_MILLISECONDS, null)
                .get(Timeout.ZERO_MILLISECONDS);
        boolean open = false;
        try {
            connections.connect(endpoint, null, HttpClientContext.create());
            open = true;
        } finally {
            if (!open) {
                endpoint.close(CloseMode.IMMEDIATE);
            }
            connections.release(endpoint, UNUSED, MOST_UNUSED_TIME);
        }
    }

    /** Closes the connections that were opened ahead more than a second ago. */
    void closeExpired() {
        connections.closeExpired();
    }

    /** Creates a pool. {@code lengths} determines the length of a body; null selects the default of HttpClient. */
    static ConnectionPool of(ConnectOptions options, TlsSocketStrategy tls, @Nullable ContentLengthStrategy lengths) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                // This value causes a call of isStale() before each use of a connection.
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build();
        return new ConnectionPool(PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(connection)
                .setConnectionFactory(socket -> new NonLoggingConnection(socket, lengths))
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setTlsSocketStrategy(tls)
                .build());
    }

    /** Closes the connections that no call is using. */
    void closeIdle() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /** Closes all connections, including connections in use. */
    void shutDown() {
        connections.close(CloseMode.IMMEDIATE);
    }

    @Override
    public LeaseRequest lease(String id, HttpRoute route, Timeout requestTimeout, Object state) {
        return connections.lease(id, route, requestTimeout, UNUSED);
    }

    @Override
    public void release(ConnectionEndpoint endpoint, Object newState, TimeValue validDuration) {
        connections.release(endpoint, newState, validDuration);
    }

    @Override
    public void connect(ConnectionEndpoint endpoint, TimeValue connectTimeout, HttpContext context) throws IOException {
        connections.connect(endpoint, connectTimeout, context);
    }

    @Override
    public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
        connections.upgrade(endpoint, context);
    }

    @Override
    public void close(CloseMode mode) {
        // HttpClient calls this after an Error.
    }

    @Override
    public void close() {
        // Does nothing; see close(CloseMode).
    }

    /**
     * An HTTP/1.1 connection that logs neither headers nor bytes, because they contain the API key. The connection is
     * not reused after it received bytes that belong to no request, because the next request would read these bytes as
     * its response.
     */
    static final class NonLoggingConnection extends DefaultBHttpClientConnection
            implements ManagedHttpClientConnection {

        private static final long TRUST_IDLE_NANOS = Duration.ofMillis(500).toNanos();
        private static final Http1Config LIMITS = Http1Config.custom()
                .setMaxLineLength(ResponseHeadParser.LONGEST)
                .setMaxHeaderCount(ResponseHeadParser.MOST_LINES)
                .build();

        private final ResponseHeadParser parser;
        private final AtomicBoolean closed = new AtomicBoolean();
        private boolean used;
        private Timeout socketTimeout = Timeout.ZERO_MILLISECONDS;
        private long idleSince = System.nanoTime();

        private NonLoggingConnection(ResponseHeadParser parser, @Nullable ContentLengthStrategy lengths) {
            super(LIMITS, null, null, lengths, null, null, config -> parser);
            this.parser = parser;
        }

        NonLoggingConnection(@Nullable Socket socket, @Nullable ContentLengthStrategy lengths) throws IOException {
            this(new ResponseHeadParser(), lengths);
            if (socket != null) {
                bind(socket);
            }
        }

        @Override
        public void bind(Socket socket) throws IOException {
            bindOpen(new SocketHolder(socket));
        }

        @Override
        public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
            bindOpen(new SocketHolder(sslSocket, socket));
        }

        /** Binds the socket, or closes it if the call was cancelled during the connect. */
        private void bindOpen(SocketHolder holder) throws IOException {
            if (closed.get()) {
                holder.getSocket().close();
                throw new InterruptedIOException("the connection was closed while it was opened");
            }
            bind(holder);
            socketTimeout = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
        }

        /** Returns true if bytes have arrived that belong to no request. TLS session tickets are ignored. */
        boolean holdsUnsolicitedBytes() throws IOException {
            SocketHolder holder = ensureOpen();
            return parser.holdsBytes() || holder.getInputStream().available() > 0;
        }

        /** Returns true if any bytes have arrived between two requests, including TLS session tickets. */
        private boolean holdsSurplus() {
            try {
                SocketHolder holder = ensureOpen();
                return holdsUnsolicitedBytes()
                        || holder.getBaseSocket().getInputStream().available() > 0;
            } catch (IOException e) {
                return true;
            }
        }

        @Override
        public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
            used = true;
            super.sendRequestHeader(request);
        }

        // HttpClient calls this at the end of a call, and closes the connection if the result is false.
        @Override
        public boolean isConsistent() {
            return super.isConsistent() && !(used && holdsSurplus());
        }

        /**
         * Checks the connection before each use except the first. After a pause, the check also waits briefly to detect
         * a close by the server. The check of a connection that was opened ahead always waits.
         */
        @Override
        public boolean isStale() throws IOException {
            if (!used) {
                // TLS session tickets are allowed here. The second check finds data that the first check has read.
                return super.isStale() || isDataAvailable(Timeout.ofMilliseconds(1));
            }
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
}
