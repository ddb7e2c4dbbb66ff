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
     * Creates a transport. The {@code provider} is the reseller's name for messages. Throws IllegalArgumentException if
     * the address is neither {@code https} nor on this machine, and IllegalStateException if a library on the class
     * path is missing or cannot be used.
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
     * Returns the generated client of an interface. The first call creates the client, and later calls return the same
     * object.
     *
     * @throws IllegalArgumentException the type is not an interface
     * @throws IllegalStateException a method is not an operation of a generated client
     */
    public <T> T api(Class<T> type) {
        return type.cast(apis.computeIfAbsent(
                type, absent -> GeneratedCallHandler.client(absent, provider, this::send, errors)));
    }

    /**
     * Calls a read, and delivers the entries of its response while the response arrives. Inside the given function, the
     * operation returns null. The read is retried only before the first entry was delivered. The read deadline ({@link
     * ConnectOptions#readDeadline()}) includes the time that the consumer takes.
     *
     * @param call a function that calls exactly one operation, for instance {@code api -> api.listCertificates()}
     * @param each the consumer of each entry. An exception of the consumer ends the read. The list is complete only
     *     when this method returns normally
     * @throws dev.certbridge.reseller.failure.ResellerException the read failed, the response contains no list at the
     *     given location, or the response is too long
     * @throws IllegalArgumentException the operation is not a read, or the type is not an interface
     * @throws IllegalStateException the called method is not an operation
     */
    public <A, T> void stream(Class<A> type, Consumer<A> call, JsonArraySource<T> rows, Consumer<? super T> each) {
        new StreamingRead<>(rows, each).run(type, api(type), call);
    }

    /** Returns the last {@code Date} that a response of the reseller contained, in whole seconds. */
    public Optional<Instant> lastServerTime() {
        return endpoint.lastTime();
    }

    /** Closes the pooled connections. */
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

    /** Sends a request on a fresh connection. The wait for the connection does not count towards the deadline. */
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
