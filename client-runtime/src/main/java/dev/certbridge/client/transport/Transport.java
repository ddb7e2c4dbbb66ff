package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ResellerException;
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
    private final boolean serverTimeCheck;
    private final Map<Class<?>, Object> apis = new ConcurrentHashMap<>();

    /**
     * Creates a transport to one reseller.
     *
     * @param provider the name of the reseller, for messages
     * @param base the address of the reseller: {@code https}, or {@code http} on this machine
     * @param errors maps responses with a status other than 2xx to exceptions
     * @throws IllegalArgumentException the address cannot be used
     */
    public Transport(String provider, URI base, Credential credential, ConnectOptions options, ErrorMapper errors) {
        this(provider, base, credential, options, errors, HttpEngine::of);
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
        this.endpoint = new Endpoint(base, credential);
        this.engine = engine.apply(endpoint.route(options));
        this.retrier = new ReadRetrier(options);
        this.serverTimeCheck = options.serverTimeCheck().orElse(endpoint.isHttps());
    }

    /**
     * Returns the generated client of an interface. The first call creates it, and later calls return the same object.
     *
     * @throws IllegalArgumentException the type is not an interface
     * @throws IllegalStateException a method is not an operation of a generated client
     */
    public <T> T api(Class<T> type) {
        return type.cast(apis.computeIfAbsent(type, this::create));
    }

    /**
     * Calls a read, and delivers the entries of its response while they arrive. The entries are not stored, and the
     * call itself returns null. The call is retried only before the first entry was delivered. The read deadline
     * ({@link ConnectOptions#readDeadline()}) includes the time that the consumer takes.
     *
     * @param call calls exactly one operation, for instance {@code api -> api.listCertificates()}
     * @param each called with each entry. An exception from it ends the read. The entries are complete only when
     *     this method returns normally
     * @throws dev.certbridge.reseller.failure.ProviderFaultException the call failed, broke off or took too long
     * @throws dev.certbridge.reseller.failure.BrokenContractException the response is not such a list, or is too
     *     long
     * @throws dev.certbridge.reseller.failure.NotSentException nothing was sent
     * @throws dev.certbridge.reseller.failure.ResellerException the reseller answered with a status other than 2xx;
     *     the exception is that of the {@link ErrorMapper}
     * @throws IllegalArgumentException the operation is not a read, or the type is not an interface
     * @throws IllegalStateException the called method is not an operation
     */
    public <A, T> void stream(Class<A> type, Consumer<A> call, JsonArraySource<T> rows, Consumer<? super T> each) {
        StreamingRead<T> read = new StreamingRead<>(rows, each);
        try {
            call.accept(read.wrap(type, api(type)));
        } catch (ResellerException e) {
            throw read.consumerFailure().orElse(e);
        }
    }

    /** Returns the {@code Date} of the reseller's last response that had one, in whole seconds. */
    public Optional<Instant> lastServerTime() {
        return endpoint.lastTime();
    }

    /** Closes the pooled connections. */
    @Override
    public void close() {
        engine.close();
    }

    private <T> T create(Class<T> type) {
        return GeneratedCallHandler.client(type, provider, this::send, errors);
    }

    private ApiResponse send(Request request, ApiCall call) {
        return switch (call.kind) {
            case READ -> retrier.read(limit -> send(request, call, limit), call);
            case WRITE -> sendAlone(request, call, options.readDeadline());
            case SPEND -> sendAlone(request, call, options.spendDeadline());
        };
    }

    /** Sends a request on a fresh connection. The wait for the connection does not count towards the deadline. */
    private ApiResponse sendAlone(Request request, ApiCall call, Duration limit) {
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
