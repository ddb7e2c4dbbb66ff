package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Two HttpClients, HTTP/1.1 both, with every hidden follow-up off: one that pools, one that never reuses. */
final class HttpEngine implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 256;
    // An order is answered once on its connection: a body without a clear length is read to the end of that connection.
    private static final ContentLengthStrategy LENIENT_LENGTH = HttpEngine::lengthIfClear;

    private final CloseableHttpClient pooled;
    private final CloseableHttpClient fresh;
    private final Runnable closingIdle;
    private final Runnable shuttingDown;
    // In the order of asking, so that nobody waits for ever.
    private final Semaphore writes = new Semaphore(MOST_CONNECTIONS, true);

    HttpEngine(CloseableHttpClient pooled, CloseableHttpClient fresh, Runnable closingIdle, Runnable shuttingDown) {
        this.pooled = pooled;
        this.fresh = fresh;
        this.closingIdle = closingIdle;
        this.shuttingDown = shuttingDown;
    }

    static HttpEngine of(ConnectOptions options) {
        // One for both: without one of the caller's, the authorities that the platform trusts are read for it.
        TlsSocketStrategy tls =
                options.tls().map(DefaultClientTlsStrategy::new).orElseGet(DefaultClientTlsStrategy::createDefault);
        ConnectionPool forReads = connections(options, tls, null);
        ConnectionPool forWrites = connections(options, tls, LENIENT_LENGTH);
        // No connection is used again: what is fresh was not closed by the server meanwhile.
        HttpClientBuilder fresh =
                builder(options, forWrites).setConnectionReuseStrategy((request, response, context) -> false);
        return new HttpEngine(builder(options, forReads).build(), fresh.build(), forReads::closeIdle, () -> {
            forReads.shutDown();
            forWrites.shutDown();
        });
    }

    /** For reads. */
    CloseableHttpClient pooled() {
        return pooled;
    }

    /** For what must not be sent twice. */
    CloseableHttpClient fresh() {
        return fresh;
    }

    /**
     * Waits until one of the {@value #MOST_CONNECTIONS} connections of {@link #fresh()} is free. Before the deadline of a
     * call and before its attempt: who queues has sent nothing.
     *
     * @throws InterruptedException this thread was interrupted meanwhile
     */
    void awaitFresh() throws InterruptedException {
        // An interrupted thread may still send where it need not wait: it may be tidying up.
        if (writes.hasQueuedThreads() || !writes.tryAcquire()) {
            writes.acquire();
        }
    }

    /** Frees the connection that {@link #awaitFresh} waited for. */
    void freed() {
        writes.release();
    }

    /** Closes what no read is using. Where the server closed one idle connection it may have closed all. */
    void closeIdle() {
        closingIdle.run();
    }

    @Override
    public void close() {
        pooled.close(CloseMode.IMMEDIATE);
        fresh.close(CloseMode.IMMEDIATE);
        shuttingDown.run();
    }

    private static HttpClientBuilder builder(ConnectOptions options, ConnectionPool connections) {
        RequestConfig config = RequestConfig.custom()
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .setContentCompressionEnabled(false)
                .build();
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(config)
                .setRequestExecutor(new TellingExecutor(options.proxyLogin().map(ProxyLogin::header)))
                .setUserAgent(UserAgent.TEXT)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableAuthCaching()
                .disableCookieManagement()
                .disableContentCompression();
        options.proxy()
                .map(proxy -> new HttpHost("http", proxy.getHostString(), proxy.getPort()))
                .ifPresent(builder::setProxy);
        return builder;
    }

    private static ConnectionPool connections(
            ConnectOptions options, TlsSocketStrategy tls, @Nullable ContentLengthStrategy lengths) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(options.connectTimeout().toMillis(), TimeUnit.MILLISECONDS))
                // Before each use; the connection knows what is to be looked at.
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                .build();
        return new ConnectionPool(PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(connection)
                .setConnectionFactory(socket -> NonLoggingConnection.of(socket, lengths))
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .setTlsSocketStrategy(tls)
                .build());
    }

    private static long lengthIfClear(HttpMessage answer) {
        try {
            return DefaultContentLengthStrategy.INSTANCE.determineLength(answer);
        } catch (HttpException e) {
            return ContentLengthStrategy.UNDEFINED;
        }
    }

    /** Tells the executor below whose request it writes. */
    static final class Context extends HttpClientContext {
        private final HttpExchange exchange;

        Context(HttpExchange exchange) {
            this.exchange = exchange;
        }

        void beforeWrite() throws IOException {
            exchange.beforeWrite();
        }
    }

    /** Says when a request begins to be written: the line between not sent and outcome unknown. */
    private static final class TellingExecutor extends HttpRequestExecutor {
        private final Optional<Header> proxyLogin;

        private TellingExecutor(Optional<Header> proxyLogin) {
            this.proxyLogin = proxyLogin;
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback informationCallback,
                HttpContext context)
                throws IOException, HttpException {
            // A proxy's CONNECT passes here too and carries nothing of the order.
            boolean connect = request.getMethod().equals("CONNECT");
            if (connect || throughPlainProxy((Context) context)) {
                proxyLogin.ifPresent(request::setHeader);
            }
            if (!connect) {
                if (connection instanceof NonLoggingConnection ours && ours.holdsUnsolicitedBytes()) {
                    // From a proxy that goes on behind its answer to CONNECT, for instance: they would be read as ours.
                    throw new IOException("the server sent something before it was asked");
                }
                ((Context) context).beforeWrite();
            }
            return super.execute(request, connection, informationCallback, context);
        }

        /** Inside a tunnel a header would reach the reseller. */
        private static boolean throughPlainProxy(Context context) {
            RouteInfo route = context.getHttpRoute();
            return route != null && route.getProxyHost() != null && !route.isTunnelled();
        }
    }
}
