package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.http.HttpServletRequest;

/**
 * A server on the loopback interface that several stubs use one after the other. The port of the server stays open
 * between two stubs, so that no other program takes it. A stub uses this server if the options of the stub name the
 * port of the server.
 */
public final class StubServer implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private static final int MAX_STOPPED = 8;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    // Static, because a port belongs to the whole process.
    private static final Map<Integer, StubServer> KEPT = new ConcurrentHashMap<>();

    // Stopped servers are used again, because creating a server takes several times as long as starting it. A stopped
    // server contains no state of a stub.
    private static final Queue<StubServer> STOPPED = new ArrayBlockingQueue<>(MAX_STOPPED);

    private final Adapter adapter = new Adapter();
    private final StubThreads threads = new StubThreads();
    private final WireMockServer server;

    // True if the server was created for one stub at any free port. No caller of this class has a reference to it.
    private final boolean reusable;

    private StubServer(int port, boolean reusable, Duration requestTimeout) {
        this.reusable = reusable;
        WireMockConfiguration configuration = WireMockConfiguration.options()
                .bindAddress(LOOPBACK)
                .port(port)
                .http2PlainDisabled(true)
                // The thread that waits for requests also accepts connections.
                .jettyAcceptors(0)
                // With the default of 50 some connections of a burst are lost, and each client waits a second before it
                // retries.
                .jettyAcceptQueueSize(StubJettyServer.MAX_CONNECTIONS)
                // The journal and the ledger of the stub replace the journal of WireMock, which needs more memory.
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .threadPoolFactory(unused -> threads)
                .httpServerFactory(
                        (options, admin, stub) -> new StubJettyServer(options, admin, stub, adapter::refused))
                .jettyIdleTimeout(requestTimeout.toMillis())
                .fileSource(new StubJettyServer.NoFiles())
                .extensions(adapter);
        this.server = new WireMockServer(configuration);
    }

    /** Opens a port for several stubs; 0 opens any free port. The server answers 503 while no stub is running. */
    public static StubServer open(int port) {
        return open(port, REQUEST_TIMEOUT);
    }

    /**
     * Opens a port. On each connection, a complete request must arrive within the timeout after the previous answer, or
     * after the connection was opened.
     */
    static StubServer open(int port, Duration requestTimeout) {
        StubServer kept = new StubServer(port, false, requestTimeout).started();
        KEPT.put(kept.number(), kept);
        return kept;
    }

    /**
     * Returns the server that was opened at this port. If no server was opened at this port, starts a server for only
     * one stub.
     */
    static StubServer forStub(int port) {
        StubServer kept = KEPT.get(port);
        if (kept != null) {
            return kept;
        }
        boolean any = port == 0;
        StubServer stopped = any ? STOPPED.poll() : null;
        // A server with unfinished requests of an earlier stub is not used, because they would reach the new stub.
        boolean again = stopped != null && stopped.threads.isQuiet();
        return (again ? stopped : new StubServer(port, any, REQUEST_TIMEOUT)).started();
    }

    private StubServer started() {
        server.start();
        return this;
    }

    /** Returns the port number. */
    public int number() {
        return server.port();
    }

    void serve(StubRequestHandler handler, Clock clock) {
        adapter.open(handler, clock);
    }

    /** Stops passing requests to this handler. If the server was started for only one stub, also stops the server. */
    void leave(StubRequestHandler handler) {
        if (adapter.close(handler) && !KEPT.containsValue(this)) {
            server.stop();
            if (reusable) {
                // The server is discarded if the queue is full.
                STOPPED.offer(this);
            }
        }
    }

    /** Stops the server and frees the port. */
    @Override
    public void close() {
        KEPT.values().remove(this);
        server.stop();
    }

    /**
     * Passes requests to the handler of the stub. WireMock calls a filter before it searches for a mapping, and this
     * filter answers every request.
     */
    private static final class Adapter implements StubRequestFilterV2 {

        private static final String LENGTH = "Content-Length";

        /** The minimum length of a body that is sent in chunks. Real servers send long bodies in chunks too. */
        private static final int LONG_BYTES = 1_000;

        private record Served(StubRequestHandler handler, Clock clock) {}

        private volatile @Nullable Served served;

        synchronized void open(StubRequestHandler handler, Clock clock) {
            if (served != null) {
                throw new IllegalStateException("another stub listens at this port. Close it first");
            }
            served = new Served(handler, clock);
        }

        /** Returns false if the server was not passing requests to this handler. */
        synchronized boolean close(StubRequestHandler handler) {
            Served now = served;
            if (now == null || now.handler() != handler) {
                return false;
            }
            served = null;
            return true;
        }

        @Override
        public String getName() {
            return "certbridge-stub";
        }

        @Override
        public RequestFilterAction filter(Request request, ServeEvent event) {
            Served now = served;
            return RequestFilterAction.stopWith(
                    now == null
                            ? ResponseDefinitionBuilder.responseDefinition()
                                    .withStatus(503)
                                    .build()
                            : definition(handle(now.handler(), request), now.clock()));
        }

        /** Passes a refused request to the running stub, which only records the request. */
        void refused(HttpServletRequest request, int status, String reason) {
            Served now = served;
            if (now != null) {
                Map<String, List<String>> headers = new LinkedHashMap<>();
                Collections.list(request.getHeaderNames())
                        .forEach(
                                name -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                                        .addAll(Collections.list(request.getHeaders(name))));
                // Jetty replaces a target that it cannot read with a slash.
                boolean isUnreadable = status == 400 && request.getRequestURI().equals("/");
                StubCall call = call(
                        Objects.requireNonNullElse(request.getMethod(), "?"),
                        isUnreadable ? "?" : request.getRequestURI(),
                        Objects.requireNonNullElse(request.getQueryString(), ""),
                        headers,
                        new byte[0]);
                now.handler().refused(call, status, reason);
            }
        }

        private static WireResponse handle(StubRequestHandler handler, Request request) {
            String[] target = request.getUrl().split("\\?", 2);
            Map<String, List<String>> headers = new LinkedHashMap<>();
            for (HttpHeader header : request.getHeaders().all()) {
                headers.computeIfAbsent(header.key().toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                        .addAll(header.values());
            }
            String query = target.length == 2 ? target[1] : "";
            return handler.handle(call(request.getMethod().getName(), target[0], query, headers, request.getBody()));
        }

        private static ResponseDefinition definition(WireResponse response, Clock clock) {
            ResponseDefinitionBuilder definition = ResponseDefinitionBuilder.responseDefinition();
            if (response.fault() != null) {
                return definition.withFault(response.fault()).build();
            }
            Reply reply = response.reply();
            definition.withStatus(reply.status());
            if (!reply.headers().containsKey("Date")) {
                // WireMock disables the Date header of Jetty, and the clock of the reseller may differ from the system
                // clock.
                definition.withHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)));
            }
            reply.headers().forEach(definition::withHeader);
            if (!response.delay().isZero()) {
                definition.withFixedDelay(Math.toIntExact(response.delay().toMillis()));
            }
            byte[] body = reply.sharedBody();
            if (!response.betweenBytes().isZero() && body.length > 0) {
                long millis = response.betweenBytes().toMillis() * body.length;
                definition.withChunkedDribbleDelay(body.length, Math.toIntExact(millis));
            } else if (body.length > 0
                    && body.length < LONG_BYTES
                    && reply.headers().keySet().stream().noneMatch(LENGTH::equalsIgnoreCase)) {
                definition.withHeader(LENGTH, String.valueOf(body.length));
            }
            return definition.withBody(body).build();
        }

        private static StubCall call(
                String method, String path, String rawQuery, Map<String, List<String>> headers, byte[] body) {
            Map<String, List<String>> query = new LinkedHashMap<>();
            for (String pair : rawQuery.split("&")) {
                if (!pair.isEmpty()) {
                    String[] parts = pair.split("=", 2);
                    query.computeIfAbsent(StubRequestHandler.decoded(parts[0]), key -> new ArrayList<>())
                            .add(parts.length == 2 ? StubRequestHandler.decoded(parts[1]) : "");
                }
            }
            return new StubCall(Journal.NO_OPERATION, method, path, Map.of(), query, headers, body);
        }
    }
}
