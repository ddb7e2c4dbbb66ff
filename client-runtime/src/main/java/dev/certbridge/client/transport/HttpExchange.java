package dev.certbridge.client.transport;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import feign.Request;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. Decides what a failure means: nothing was sent, the outcome is unknown, or a read failed.
 *
 * <p>It is the context of its request in HttpClient, so that {@link Executor} can report when writing begins.
 */
final class HttpExchange extends HttpClientContext {

    private final ApiCall call;
    private final OperationRef origin;
    private final boolean isRead;
    private final @Nullable SpendPermit spend;
    private final HttpEngine engine;
    private final Server server;
    private final int maxResponseBytes;
    private boolean written;
    private long headArrived;
    private @Nullable ApiResponse response;

    HttpExchange(ApiCall call, HttpEngine engine, Server server, int maxResponseBytes) {
        this.call = call;
        this.origin = call.origin();
        this.isRead = call.kind() == ApiCall.Kind.READ;
        this.spend = call.spend();
        this.engine = engine;
        this.server = server;
        this.maxResponseBytes = maxResponseBytes;
    }

    /** Sends the request and reads the response within the limit. */
    ApiResponse run(Request request, Duration limit) {
        HttpUriRequestBase wire = server.request(request, isRead, call.body());
        try (Deadline deadline = Deadline.after(limit, wire::cancel)) {
            try {
                return (isRead ? engine.pooled() : engine.fresh())
                        .execute(server.host, wire, this, received -> receive(wire, received, deadline));
            } catch (ResellerException e) {
                throw e;
            } catch (Error e) {
                // HttpClient returns a connection to its pool only after an exception.
                deadline.expireNow();
                throw e;
            } catch (IOException | RuntimeException e) {
                if (written && e instanceof NonLoggingConnection.TruncatedHeadException head) {
                    receiveHead(head.status(), head.headers());
                }
                if (isRead && written && response == null && !deadline.isExpired()) {
                    // The server has closed this connection, and perhaps the others that a retry would use.
                    engine.closeIdle();
                }
                throw failure(
                        e,
                        deadline.isExpired()
                                ? "no whole answer within " + limit.toMillis() + " ms"
                                : server.credential.redact(ConnectionErrorText.of(e)));
            }
        }
    }

    /** Called in this thread just before the first byte is written. */
    void beforeWrite() throws IOException {
        if (spend != null) {
            spend.beforeWrite();
        }
        written = true;
    }

    /** Returns when the head of the response arrived, in {@link System#nanoTime}. */
    long headArrived() {
        return headArrived;
    }

    CallListener.Call summary(Duration took) {
        return new CallListener.Call(
                origin.provider(),
                origin.operationId(),
                spend != null,
                Optional.ofNullable(response).map(ApiResponse::status),
                took);
    }

    private ApiResponse receive(HttpUriRequestBase wire, ClassicHttpResponse received, Deadline deadline)
            throws IOException {
        if (!written) {
            // From a proxy that opened no tunnel. It must not be taken for the reseller's response.
            throw new IOException("the proxy refused the tunnel with " + received.getCode()
                    + (received.getCode() == 407 ? "; check the user name and password for the proxy" : ""));
        }
        ApiResponse head = receiveHead(received.getCode(), received.getHeaders());
        BoundedBody body = call.bodyOf(received, maxResponseBytes);
        try {
            body.read();
        } catch (IOException | RuntimeException | Error e) {
            // To keep the connection, HttpClient would read on to the end, which may never come.
            wire.cancel();
            throw e;
        } finally {
            // Also after a failure: the id of an order may be in the part that arrived.
            response = head.with(body.arrived(), deadline.end());
            if (spend != null) {
                spend.arrived(response);
            }
        }
        return response;
    }

    private ApiResponse receiveHead(int status, Header[] headers) {
        ApiResponse head = ApiResponse.of(origin, call.kind(), status, headers, server.credential);
        response = head;
        headArrived = System.nanoTime();
        if (spend != null) {
            spend.head(head);
        }
        return head;
    }

    private ResellerException failure(Exception thrown, String why) {
        // HttpClient quotes what it cannot read, and a server may have sent our own key back.
        Exception cause = server.credential.isIn(thrown) ? null : thrown;
        OperationRef from = response == null ? origin : response.origin();
        if (!written) {
            return new NotSentException(from, why, cause);
        }
        if (!isRead) {
            return new OutcomeUnknownException(from, response != null && response.success(), null, why, cause);
        }
        int status = response == null ? 0 : response.status();
        return thrown instanceof BoundedBody.UnreadableException
                ? new BrokenContractException(from, status, why, cause)
                : new ProviderFaultException(from, status, why, cause);
    }

    /** The parts that all requests to one server share: its host, the base of the path and the key. */
    static final class Server {

        /** Set by HttpClient itself. */
        private static final Set<String> OWN = Set.of("content-length", "host", "content-type");

        private static final Header CLOSE = new BasicHeader(HttpHeaders.CONNECTION, "close");
        // JSON is UTF-8 and has no charset parameter.
        private static final ContentType JSON = ContentType.create("application/json");
        // Replaced by the path of each request. HttpClient would parse a whole address each time.
        private static final URI ANY = URI.create("/");

        private final HttpHost host;
        private final String basePath;
        private final Credential credential;
        private final Header key;

        Server(URI base, Credential credential) {
            this.host = HttpHost.create(base);
            this.basePath = base.getRawPath();
            this.credential = credential;
            this.key = new BasicHeader(
                    credential.headerName(), singleLine(credential.headerName(), credential.headerValue()));
        }

        private HttpUriRequestBase request(Request request, boolean keepAlive, byte @Nullable [] body) {
            HttpUriRequestBase wire =
                    new HttpUriRequestBase(request.httpMethod().name(), ANY);
            wire.setPath(basePath.concat(request.url()));
            request.headers().forEach((name, values) -> {
                if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> wire.addHeader(name, singleLine(name, value)));
                }
            });
            wire.setHeader(key);
            if (!keepAlive) {
                wire.setHeader(CLOSE);
            }
            if (body != null) {
                wire.setEntity(new OnceEntity(new ByteArrayEntity(body, JSON)));
            }
            return wire;
        }

        /** Refuses a line break, without printing the value. HttpClient would send a space instead. */
        private static String singleLine(String name, String value) {
            if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("the value of header " + name + " contains a line break");
            }
            return value;
        }
    }

    /** A request body that can be written once. */
    private static final class OnceEntity extends HttpEntityWrapper {
        private boolean written;

        private OnceEntity(ByteArrayEntity body) {
            super(body);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            if (written) {
                throw new IOException("a second write of a request body was refused");
            }
            written = true;
            super.writeTo(out);
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }
    }

    /** Reports to the exchange when its request begins to be written: until then nothing was sent. */
    static final class Executor extends HttpRequestExecutor {
        private final @Nullable Header proxyLogin;

        Executor(@Nullable Header proxyLogin) {
            this.proxyLogin = proxyLogin;
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback informationCallback,
                HttpContext context)
                throws IOException, HttpException {
            HttpExchange exchange = (HttpExchange) context;
            // The CONNECT to a proxy passes here too and carries nothing of the call.
            boolean connect = request.getMethod().equals("CONNECT");
            if (proxyLogin != null && (connect || exchange.usesPlainProxy())) {
                request.setHeader(proxyLogin);
            }
            if (!connect) {
                if (connection instanceof NonLoggingConnection ours && ours.holdsUnsolicitedBytes()) {
                    // For instance from a proxy after its response to CONNECT. They would be taken for the response.
                    throw new IOException("the server sent data before the request");
                }
                exchange.beforeWrite();
            }
            return super.execute(request, connection, informationCallback, context);
        }
    }

    /** Returns true if a proxy reads the request. In a tunnel, the login for the proxy would reach the reseller. */
    private boolean usesPlainProxy() {
        RouteInfo route = getHttpRoute();
        return route != null && route.getProxyHost() != null && !route.isTunnelled();
    }
}
