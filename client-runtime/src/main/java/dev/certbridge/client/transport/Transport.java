package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.spi.JarVersion;
import feign.Request;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Creates the generated clients for the address and API key of one reseller, and sends their calls. */
public final class Transport implements AutoCloseable {

    private final String provider;
    private final ErrorMapper errors;
    private final ConnectOptions options;
    private final Endpoint endpoint;
    private final HttpEngine engine;
    private final ReadRetrier retrier;
    private final RequestPacer pacer;
    private final boolean serverTimeCheck;
    private final Map<Class<?>, Object> apis = new ConcurrentHashMap<>();

    /**
     * Creates a transport. Messages contain {@code provider} as the name of the reseller. Throws
     * IllegalArgumentException if the address is plain http and not on this machine. Throws IllegalStateException if a
     * library on the class path is missing or cannot be used.
     */
    public Transport(String provider, URI base, Credential credential, ConnectOptions options, ErrorMapper errors) {
        // No method reference: linking one would load HttpClient here, before its absence can be reported.
        this(provider, base, credential, options, errors, connect -> HttpEngine.of(connect));
    }

    Transport(
            String provider,
            URI base,
            Credential credential,
            ConnectOptions options,
            ErrorMapper errors,
            Function<ConnectOptions, HttpEngine> engine) {
        this.provider = provider;
        this.errors = errors;
        this.options = options;
        JarVersion.requireSame(Transport.class);
        JarVersion.requireSame(errors.getClass());
        LibraryCheck.run(errors);
        try {
            this.endpoint = new Endpoint(base, credential);
            this.engine = engine.apply(endpoint.route(options));
        } catch (LinkageError e) {
            throw LibraryCheck.failure(e);
        }
        this.retrier = new ReadRetrier(options);
        this.pacer = new RequestPacer(options);
        this.serverTimeCheck = options.serverTimeCheck().orElse(endpoint.isHttps());
    }

    /**
     * Returns the generated client of an interface. The first call for an interface creates the client. Later calls for
     * the interface return the same client.
     *
     * @throws IllegalArgumentException the type is not an interface
     * @throws IllegalStateException the interface has a method that is not an operation of a generated client
     */
    public <T> T api(Class<T> type) {
        return type.cast(apis.computeIfAbsent(
                type, absent -> GeneratedCallHandler.client(absent, provider, this::send, errors)));
    }

    /**
     * Calls a read, and passes the entries of the response to a consumer while the response arrives. The operation
     * returns null to the function {@code call}. After the first entry was passed to the consumer, the read is not
     * retried. The time of the consumer counts towards the read deadline ({@link ConnectOptions#readDeadline()}).
     *
     * @param call a function that calls exactly one operation, for instance {@code api -> api.listCertificates()}
     * @param each the consumer of the entries. An exception of the consumer ends the read. If this method throws, the
     *     consumer may have received only a part of the list
     * @throws dev.certbridge.reseller.failure.ResellerException the read failed, or the response is too long or
     *     contains no list at the given location
     * @throws IllegalArgumentException the operation is not a read, or the type is not an interface
     * @throws IllegalStateException the function called a method that is not an operation
     */
    public <A, T> void stream(Class<A> type, Consumer<A> call, JsonArraySource<T> rows, Consumer<? super T> each) {
        new StreamingRead<>(rows, each).run(type, api(type), call);
    }

    /** Returns the last {@code Date} that a response of the reseller contained, in whole seconds. */
    public Optional<Instant> lastServerTime() {
        return endpoint.lastTime();
    }

    /** Closes all connections, including the connections in use. */
    @Override
    public void close() {
        engine.close();
    }

    private ApiResponse send(Request request, ApiCall call) {
        return switch (call.kind) {
            case READ ->
                retrier.read(
                        limit -> {
                            pacer.await(call.origin);
                            return send(request, call, limit);
                        },
                        call);
            case WRITE -> sendAlone(request, call, options.readDeadline());
            case SPEND -> sendAlone(request, call, options.spendDeadline());
        };
    }

    /**
     * Sends a request on a fresh connection. The wait for a free connection does not count towards the deadline of the
     * request.
     */
    private ApiResponse sendAlone(Request request, ApiCall call, Duration limit) {
        pacer.await(call.origin);
        try {
            engine.acquireFresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(call.origin, "interrupted while all connections were in use", null);
        }
        try {
            if (call.spend != null) {
                call.spend.begin(
                        call.origin, serverTimeCheck ? endpoint.currentTime() : Optional.empty(), serverTimeCheck);
            }
            return send(request, call, limit);
        } finally {
            engine.releaseFresh();
        }
    }

    private ApiResponse send(Request request, ApiCall call, Duration limit) {
        return new HttpExchange(call, engine, endpoint, options).run(request, limit);
    }
}
