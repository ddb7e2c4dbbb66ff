package dev.certbridge.client.transport;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import feign.Request;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.RouteInfo;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. The exception after a failure shows whether nothing was sent, the outcome is unknown,
 * or a read failed.
 *
 * <p>The exchange is also the context of its request in HttpClient, so that {@link Executor} can report the first write
 * to the exchange.
 */
final class HttpExchange extends HttpClientContext {

    private final ApiCall call;
    private final HttpEngine engine;
    private final Endpoint endpoint;
    private final ConnectOptions options;
    private ConnectionPool.@Nullable NonLoggingConnection connection;
    private boolean written;
    private int status;
    private @Nullable Header date;
    private long headArrived;
    private @Nullable ApiResponse response;

    HttpExchange(ApiCall call, HttpEngine engine, Endpoint endpoint, ConnectOptions options) {
        this.call = call;
        this.engine = engine;
        this.endpoint = endpoint;
        this.options = options;
    }

    private boolean isRead() {
        return call.kind == ApiCall.Kind.READ;
    }

    ApiResponse run(Request request, Duration limit) {
        notifyListener(() ->
                options.listener().started(call.origin.provider(), call.origin.operationId(), call.spend != null));
        long start = System.nanoTime();
        try {
            ApiResponse complete = send(request, limit);
            endpoint.keepTime(date, headArrived);
            return complete;
        } finally {
            report(Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private ApiResponse send(Request request, Duration limit) {
        HttpUriRequestBase wire = endpoint.request(request, isRead(), call.body);
        try (Deadline deadline = Deadline.after(limit, wire::cancel)) {
            try {
                return (isRead() ? engine.pooled : engine.fresh)
                        .execute(endpoint.host, wire, this, received -> receive(wire, received, deadline));
            } catch (ResellerException e) {
                throw e;
            } catch (Error e) {
                // After an Error, HttpClient does not return the connection to its pool, so the call is cancelled.
                deadline.expireNow();
                throw e;
            } catch (IOException | RuntimeException e) {
                if (written && e instanceof ConnectionPool.TruncatedHeadException head) {
                    receiveHead(head.status, head.headers, true);
                }
                if (isRead() && written && response == null && !deadline.isExpired()) {
                    // The server has closed this connection, and perhaps other pooled connections that a retry would
                    // use.
                    engine.closeIdle();
                }
                throw failure(
                        e,
                        deadline.isExpired()
                                ? "no complete response within " + limit.toMillis() + " ms"
                                : endpoint.credential.redact(ConnectionErrorText.of(e)));
            }
        }
    }

    /** Runs just before the first byte of the request is written, in the thread of the caller. */
    void beforeWrite() throws IOException {
        if (call.spend != null) {
            call.spend.beforeWrite();
        }
        written = true;
    }

    private void report(Duration took) {
        notifyListener(() -> options.listener()
                .called(new CallListener.Call(
                        call.origin.provider(),
                        call.origin.operationId(),
                        call.spend != null,
                        call.spend != null && call.spend.isQuote(),
                        status == 0 ? Optional.empty() : Optional.of(status),
                        took)));
    }

    /**
     * Calls a listener. Ignores an exception of the listener, because a listener must not change the outcome of a call.
     */
    static void notifyListener(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            System.getLogger(HttpExchange.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a call listener failed with " + e.getClass().getName());
        }
    }

    private ApiResponse receive(HttpUriRequestBase wire, ClassicHttpResponse received, Deadline deadline)
            throws IOException {
        if (!written) {
            // The response is from a proxy that did not open a tunnel. This response must not be treated as the
            // reseller's response.
            throw new IOException("the proxy refused the tunnel with " + received.getCode()
                    + (received.getCode() == 407 ? ". Check the user name and password for the proxy" : ""));
        }
        BoundedBody body = new BoundedBody(received, options.maxResponseBytes());
        // A body that arrived together with the head is read first, so that one commit can store the head and the id.
        boolean together = call.spend != null && body.hasArrived(connection);
        ApiResponse head = receiveHead(received.getCode(), received.getHeaders(), !together);
        date = received.getFirstHeader(HttpHeaders.DATE);
        try {
            if (call.stream != null && status / 100 == 2) {
                call.stream.read(body.content(), options.maxResponseBytes());
            } else {
                body.read();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Without a cancellation, HttpClient would read the body to its end to reuse the connection, and the end
            // may never arrive.
            wire.cancel();
            throw e;
        } finally {
            // The body is stored even after a failure, because the part that arrived may contain the id of an order.
            response = head.with(body.arrived(), deadline.end());
            if (call.spend != null) {
                call.spend.arrived(response);
                if (together) {
                    call.spend.head(response);
                }
            }
        }
        return response;
    }

    private ApiResponse receiveHead(int code, Header[] headers, boolean report) {
        ApiResponse head = ApiResponse.of(call.origin, call.kind, code, headers, endpoint.credential);
        response = head;
        status = code;
        headArrived = System.nanoTime();
        if (call.spend != null && report) {
            call.spend.head(head);
        }
        return head;
    }

    private ResellerException failure(Exception thrown, String why) {
        // Messages of HttpClient quote text that it cannot parse. A server may have sent back the API key, so such a
        // cause is dropped.
        Exception cause = endpoint.credential.isIn(thrown) ? null : thrown;
        OperationRef from = response == null ? call.origin : response.origin();
        if (!written) {
            return new NotSentException(from, why, cause);
        }
        if (!isRead()) {
            return new OutcomeUnknownException(from, status / 100 == 2, null, why, cause);
        }
        return thrown instanceof BoundedBody.UnreadableException
                ? new BrokenContractException(from, status, why, cause)
                : new ProviderFaultException(from, status, why, cause);
    }

    /**
     * Reports to the exchange that the first byte of its request is about to be written. The first byte is written only
     * after this report.
     */
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
            // The CONNECT request to a proxy is executed here too, and contains no data of the call.
            boolean connect = request.getMethod().equals("CONNECT");
            if (proxyLogin != null && (connect || exchange.usesPlainProxy())) {
                request.setHeader(proxyLogin);
            }
            if (!connect) {
                if (connection instanceof ConnectionPool.NonLoggingConnection ours) {
                    exchange.connection = ours;
                    if (ours.holdsUnsolicitedBytes()) {
                        // Such bytes can be from a proxy, after its response to CONNECT. They would be read as the
                        // response.
                        throw new IOException("the server sent data before the request");
                    }
                }
                exchange.beforeWrite();
            }
            return super.execute(request, connection, informationCallback, context);
        }
    }

    /**
     * Returns true if the request goes through a proxy without a tunnel. Inside a tunnel, the client must not send the
     * proxy login, because the reseller would receive the login.
     */
    private boolean usesPlainProxy() {
        RouteInfo route = getHttpRoute();
        return route != null && route.getProxyHost() != null && !route.isTunnelled();
    }

    /**
     * Reads a response body up to a maximum size. The maximum applies to the decompressed body. The client never
     * requests compression, but a server may compress anyway.
     */
    static final class BoundedBody {

        /** Thrown if a response body is too long, compressed in an unknown format, or not the expected list. */
        static final class UnreadableException extends IOException {
            private static final long serialVersionUID = 1L;

            UnreadableException(String message) {
                super(message);
            }
        }

        private static final int USUAL = 2048;
        // A server can claim any Content-Length, so the header alone causes no larger allocation.
        private static final int MOST_ON_TRUST = 64 * 1024;

        private final ClassicHttpResponse response;
        private final int limit;
        private byte[] buffer = {};
        private int size;

        BoundedBody(ClassicHttpResponse response, int limit) {
            this.response = response;
            this.limit = limit;
        }

        /** Returns true if the whole body has arrived, so that reading the body does not wait for the server. */
        boolean hasArrived(ConnectionPool.@Nullable NonLoggingConnection connection) {
            HttpEntity entity = response.getEntity();
            try {
                long announced = entity == null ? 0 : entity.getContentLength();
                long inSocket = connection == null ? 0 : connection.available();
                return announced == 0 || announced > 0 && entity.getContent().available() + inSocket >= announced;
            } catch (IOException e) {
                return false;
            }
        }

        void read() throws IOException {
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                return;
            }
            // The stream is not closed here, because closing would read a body that is too long to its end.
            InputStream in = content();
            long announced = entity.getContentLength();
            buffer = new byte[(int) Math.min(limit, announced < 1 ? USUAL : Math.min(announced, MOST_ON_TRUST))];
            while (true) {
                int count = size < buffer.length ? in.read(buffer, size, buffer.length - size) : grown(in);
                if (count < 0) {
                    return;
                }
                size += count;
            }
        }

        /** Reads the next byte of the body when the buffer is full. If the body has not ended, enlarges the buffer. */
        private int grown(InputStream in) throws IOException {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            if (size == limit) {
                throw new UnreadableException("the response is longer than " + limit + " bytes");
            }
            buffer = Arrays.copyOf(buffer, (int) Math.min(limit, 2L * size));
            buffer[size] = (byte) next;
            return 1;
        }

        /**
         * Returns the bytes of the body that were read, even after a failure. If the buffer is full, returns the buffer
         * itself.
         */
        byte[] arrived() {
            return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
        }

        /** Returns a stream of the body. The stream decompresses the body if the server compressed it. */
        private InputStream content() throws IOException {
            HttpEntity entity = response.getEntity();
            InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
            Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
            String name =
                    encoding == null ? "identity" : encoding.getValue().strip().toLowerCase(Locale.ROOT);
            return switch (name) {
                case "identity", "" -> in;
                case "gzip", "x-gzip" -> new GZIPInputStream(in);
                default ->
                    throw new UnreadableException(
                            "the response is compressed as " + name + ", which was not requested");
            };
        }
    }
}
