package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one client. HttpClient calls {@code close} when an {@link Error} ends one call. The method {@code
 * close} does nothing, because other calls still use the connections. Only {@link #shutDown} closes all connections.
 */
final class ConnectionPool implements HttpClientConnectionManager {

    static final int MOST_CONNECTIONS = 256;

    private final PoolingHttpClientConnectionManager connections;

    private ConnectionPool(PoolingHttpClientConnectionManager connections) {
        this.connections = connections;
    }

    /**
     * Creates a pool. The strategy {@code lengths} determines the length of a response body. If {@code lengths} is
     * null, HttpClient uses its default strategy.
     */
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
        return connections.lease(id, route, requestTimeout, state);
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
     * An HTTP/1.1 connection that logs nothing, because headers and bodies may contain the API key. A connection that
     * received bytes without a request is not reused, because the next request would read these bytes as its response.
     */
    static final class NonLoggingConnection extends DefaultBHttpClientConnection
            implements ManagedHttpClientConnection {

        private static final long TRUST_IDLE_NANOS = Duration.ofMillis(500).toNanos();
        // Every order has a connection with three buffers of its own. The default of HttpCore 5.4 is 32 KiB for each.
        // The
        // request and its response usually fit in 3 KiB.
        private static final Http1Config LIMITS = Http1Config.custom()
                .setBufferSize(3 * 1024)
                .setMaxLineLength(HeadParser.LONGEST)
                .setMaxHeaderCount(HeadParser.MOST_LINES)
                .build();

        private final HeadParser parser;
        private final AtomicBoolean closed = new AtomicBoolean();
        private Timeout socketTimeout = Timeout.ZERO_MILLISECONDS;
        private long idleSince = System.nanoTime();

        private NonLoggingConnection(HeadParser parser, @Nullable ContentLengthStrategy lengths) {
            super(LIMITS, null, null, lengths, null, null, config -> parser);
            this.parser = parser;
        }

        NonLoggingConnection(@Nullable Socket socket, @Nullable ContentLengthStrategy lengths) throws IOException {
            this(new HeadParser(), lengths);
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

        /** Binds an opened socket to the connection. If the call was cancelled in the meantime, closes the socket. */
        private void bindOpen(SocketHolder holder) throws IOException {
            if (closed.get()) {
                holder.getSocket().close();
                throw new InterruptedIOException("the call was cancelled while its connection was opened");
            }
            bind(holder);
            socketTimeout = Timeout.ofMilliseconds(holder.getSocket().getSoTimeout());
        }

        /**
         * Returns true if the connection received bytes that belong to no request. TLS session tickets do not count.
         */
        boolean holdsUnsolicitedBytes() throws IOException {
            SocketHolder holder = ensureOpen();
            return parser.holdsBytes() || available() > 0;
        }

        /**
         * Returns the number of bytes that can be read from the socket without waiting. The result does not include the
         * bytes in the buffer.
         */
        int available() throws IOException {
            return ensureOpen().getInputStream().available();
        }

        /** Returns true if the connection received any bytes between two requests, such as TLS session tickets. */
        private boolean holdsSurplus() {
            try {
                SocketHolder holder = ensureOpen();
                return holdsUnsolicitedBytes()
                        || holder.getBaseSocket().getInputStream().available() > 0;
            } catch (IOException e) {
                return true;
            }
        }

        // HttpClient calls this at the end of a call, and closes the connection if the result is false.
        @Override
        public boolean isConsistent() {
            return super.isConsistent() && !holdsSurplus();
        }

        /**
         * Returns true if the connection cannot be used again. HttpClient calls this method before each reuse. If the
         * connection was unused for some time, this method waits briefly to detect whether the server has closed the
         * connection.
         */
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

    /**
     * Parses the status and the headers of a response. If a line is missing, too long or not a header, this parser
     * keeps the other headers, because a header may contain the id of an order. The parser of HttpClient would discard
     * all headers.
     */
    private static final class HeadParser implements HttpMessageParser<ClassicHttpResponse> {

        static final int LONGEST = 256 * 1024;

        static final int MOST_LINES = 1_000;

        private static final int MOST_EMPTY_LINES = 10;
        private static final String TOO_LONG =
                "the head of the response is longer than " + LONGEST + " bytes or " + MOST_LINES + " lines";

        private @Nullable SessionInputBuffer buffer;
        private boolean lineEnded = true;

        boolean holdsBytes() {
            return buffer != null && buffer.length() > 0;
        }

        @Override
        public @Nullable ClassicHttpResponse parse(SessionInputBuffer from, InputStream socket)
                throws IOException, HttpException {
            buffer = from;
            InputStream source = recording(socket);
            StatusLine status = statusLine(from, source);
            if (status == null) {
                return null;
            }
            // A version after 1.0 in a head with HTTP/1 syntax, such as HTTP/2, is treated as HTTP/1.1.
            boolean old = status.getProtocolVersion().lessEquals(HttpVersion.HTTP_1_0);
            BasicClassicHttpResponse response =
                    new BasicClassicHttpResponse(status.getStatusCode(), status.getReasonPhrase());
            response.setVersion(old ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
            response.setHeaders(headers(status.getStatusCode(), from, source));
            return response;
        }

        private static @Nullable StatusLine statusLine(SessionInputBuffer from, InputStream source)
                throws IOException, HttpException {
            CharArrayBuffer line = new CharArrayBuffer(128);
            for (int i = 0; i < MOST_EMPTY_LINES; i++) {
                if (from.readLine(line, source) < 0) {
                    return null;
                }
                if (!line.isEmpty()) {
                    return BasicLineParser.INSTANCE.parseStatusLine(line);
                }
            }
            throw new ParseException("the response begins with empty lines");
        }

        private Header[] headers(int status, SessionInputBuffer from, InputStream source) throws IOException {
            List<CharArrayBuffer> lines = new ArrayList<>();
            int length = 0;
            try {
                while (true) {
                    CharArrayBuffer line = new CharArrayBuffer(64);
                    if (from.readLine(line, source) < 0) {
                        if (!lineEnded && !lines.isEmpty()) {
                            // The incomplete last line is dropped, because a part of an id could be the id of another
                            // order.
                            lines.remove(lines.size() - 1);
                        }
                        throw new IOException("the response ended before its headers were complete");
                    }
                    if (line.isEmpty()) {
                        return parsed(lines);
                    }
                    length += line.length();
                    if (length > LONGEST || lines.size() == MOST_LINES) {
                        throw new IOException(TOO_LONG);
                    }
                    boolean continues = line.charAt(0) == ' ' || line.charAt(0) == '\t';
                    if (continues && !lines.isEmpty()) {
                        lines.get(lines.size() - 1).append(line, 0, line.length());
                    } else {
                        lines.add(line);
                    }
                }
            } catch (IOException e) {
                if (status < 200) {
                    throw e;
                }
                throw new TruncatedHeadException(
                        status, parsed(lines), e instanceof MessageConstraintException ? TOO_LONG : e.getMessage(), e);
            }
        }

        /** Parses lines as headers. Skips each line that is not a header. */
        private static Header[] parsed(List<CharArrayBuffer> lines) {
            List<Header> headers = new ArrayList<>(lines.size());
            for (CharArrayBuffer line : lines) {
                try {
                    headers.add(BasicLineParser.INSTANCE.parseHeader(line));
                } catch (ParseException e) {
                    continue;
                }
            }
            return headers.toArray(Header[]::new);
        }

        /**
         * Returns a stream that reads from the socket. The stream records whether the last byte that was read ends a
         * line.
         */
        private InputStream recording(InputStream socket) {
            return new FilterInputStream(socket) {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    if (read > 0) {
                        lineEnded = bytes[offset + read - 1] == '\n';
                    }
                    return read;
                }
            };
        }
    }

    /**
     * Thrown if the headers of a response are incomplete or too long. The exception contains the status and each header
     * that arrived completely.
     */
    static final class TruncatedHeadException extends IOException {

        private static final long serialVersionUID = 1L;

        final int status;
        final transient Header[] headers;

        TruncatedHeadException(int status, Header[] headers, @Nullable String why, Exception cause) {
            super(why, cause);
            this.status = status;
            this.headers = headers;
        }
    }
}
