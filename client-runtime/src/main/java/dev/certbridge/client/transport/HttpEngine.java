package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.io.CloseMode;

/**
 * Two HttpClients with HTTP/1.1: one client for reads, with a pool of connections, and one client that opens a fresh
 * connection for each request. Neither client sends an additional request, for instance for a retry, a redirect or an
 * authentication.
 */
final class HttpEngine implements AutoCloseable {

    private static final String USER_AGENT =
            "certbridge/" + version() + " java/" + Runtime.version().feature();
    /**
     * Determines the length of a response body on a fresh connection. If the response contains no valid length, the
     * body is read until the server closes the connection.
     */
    private static final ContentLengthStrategy LENIENT_LENGTH = HttpEngine::lengthIfClear;

    final CloseableHttpClient pooled;
    final CloseableHttpClient fresh;
    private final Runnable closingIdle;
    private final Runnable shuttingDown;
    // The semaphore is fair, so that no caller waits forever.
    private final Semaphore writes = new Semaphore(ConnectionPool.MOST_CONNECTIONS, true);

    HttpEngine(CloseableHttpClient pooled, CloseableHttpClient fresh, Runnable closingIdle, Runnable shuttingDown) {
        this.pooled = pooled;
        this.fresh = fresh;
        this.closingIdle = closingIdle;
        this.shuttingDown = shuttingDown;
    }

    static HttpEngine of(ConnectOptions options) {
        // Both clients share the strategy, because the creation of the default loads the trusted authorities of the
        // platform.
        TlsSocketStrategy tls = tls(options);
        ConnectionPool forReads = ConnectionPool.of(options, tls, null);
        ConnectionPool forWrites = ConnectionPool.of(options, tls, LENIENT_LENGTH);
        // These connections are never reused, because the server may have closed a reused connection already.
        HttpClientBuilder fresh =
                builder(options, forWrites).setConnectionReuseStrategy((request, response, context) -> false);
        return new HttpEngine(builder(options, forReads).build(), fresh.build(), forReads::closeIdle, () -> {
            forReads.shutDown();
            forWrites.shutDown();
        });
    }

    /**
     * Returns the strategy that encrypts connections with TLS. For an address with plain http, the default strategy is
     * created only when a connection needs TLS.
     */
    static TlsSocketStrategy tls(ConnectOptions options) {
        if (options.tls().isPresent()) {
            return new DefaultClientTlsStrategy(options.tls().get());
        }
        boolean plain = options.uri()
                .map(URI::getScheme)
                .filter("http"::equalsIgnoreCase)
                .isPresent();
        return plain
                ? (socket, target, port, attachment, context) ->
                        DefaultClientTlsStrategy.createDefault().upgrade(socket, target, port, attachment, context)
                : DefaultClientTlsStrategy.createDefault();
    }

    /**
     * Waits until a fresh connection may be opened. Callers use this method before the deadline of the request begins.
     */
    void acquireFresh() throws InterruptedException {
        // An interrupted thread may still send if no wait is necessary, for instance to clean up.
        if (writes.hasQueuedThreads() || !writes.tryAcquire()) {
            writes.acquire();
        }
    }

    void releaseFresh() {
        writes.release();
    }

    /** Closes the pooled connections that no read is using. */
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
                .setRequestExecutor(new HttpExchange.Executor(
                        options.proxyLogin().map(Endpoint::proxyLogin).orElse(null)))
                .setUserAgent(USER_AGENT)
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

    private static long lengthIfClear(HttpMessage response) {
        try {
            return DefaultContentLengthStrategy.INSTANCE.determineLength(response);
        } catch (HttpException e) {
            return ContentLengthStrategy.UNDEFINED;
        }
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = HttpEngine.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
