package dev.certbridge.client.transport;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections of one client. HttpClient closes its connections, those of other calls too, when an {@link Error} passes
 * through one call; these are closed by {@link #shutDown} only.
 */
final class ConnectionPool implements HttpClientConnectionManager {

    private final PoolingHttpClientConnectionManager connections;

    ConnectionPool(PoolingHttpClientConnectionManager connections) {
        this.connections = connections;
    }

    /** Closes what no call is using. */
    void closeIdle() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /** Closes all connections, also under calls. */
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

    /** Not passed on: HttpClient's reaction to an {@link Error}. */
    @Override
    public void close(CloseMode mode) {}

    /** As {@link #close(CloseMode)}. */
    @Override
    public void close() {}
}
