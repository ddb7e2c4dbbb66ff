package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ResellerException;
import feign.Contract;
import feign.DefaultContract;
import feign.Feign;
import feign.Logger;
import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import feign.Retryer;
import feign.Target;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates the generated clients for the address and API key of one reseller, and sends their calls. */
public final class Transport implements AutoCloseable {

    /**
     * The options that Feign uses for every method. The default implementation would build a text from the current
     * thread in each call.
     */
    private static final Request.Options SAME_OPTIONS = new Request.Options() {
        @Override
        public Request.Options getMethodOptions(String methodName) {
            return this;
        }
    };

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

    /**
     * Returns the {@code Date} of the reseller's last response that had a date, in whole seconds, or an empty result if
     * none had a date.
     */
    public Optional<Instant> lastServerTime() {
        return endpoint.lastTime();
    }

    /** Closes the pooled connections. */
    @Override
    public void close() {
        engine.close();
    }

    private <T> T create(Class<T> type) {
        return Feign.builder()
                .contract(new BodylessContract())
                .client(this::execute)
                .options(SAME_OPTIONS)
                .decoder(this::decode)
                .errorDecoder(this::decodeError)
                .retryer(Retryer.NEVER_RETRY)
                .logLevel(Logger.Level.NONE)
                .invocationHandlerFactory((target, dispatch) -> GeneratedCallHandler.of(provider, dispatch))
                .target(new RelativeTarget<>(type, provider));
    }

    private Response execute(Request request, Request.Options given) {
        ApiCall call = (ApiCall) given;
        ApiResponse response = switch (call.kind()) {
            case READ -> retrier.read(limit -> send(request, call, limit), call);
            case WRITE -> sendAlone(request, call, options.readDeadline());
            case SPEND -> sendAlone(request, call, options.spendDeadline());
        };
        return Response.builder()
                .status(response.status())
                .body(new FeignBody(response, call))
                .request(request)
                .build();
    }

    /** Sends a request on a fresh connection. The wait for the connection does not count towards the deadline. */
    private ApiResponse sendAlone(Request request, ApiCall call, Duration limit) {
        SpendPermit spend = call.spend();
        if (spend != null) {
            spend.consume(call.origin());
        }
        try {
            engine.acquireFresh();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSentException(call.origin(), "interrupted while all connections were in use", null);
        }
        try {
            if (spend != null) {
                spend.begin(serverTimeCheck ? endpoint.currentTime() : Optional.empty(), serverTimeCheck);
            }
            return send(request, call, limit);
        } finally {
            engine.releaseFresh();
        }
    }

    private ApiResponse send(Request request, ApiCall call, Duration limit) {
        return new HttpExchange(call, engine, endpoint, options).run(request, limit);
    }

    /** Decodes a 2xx response. Returns the {@link ApiResponse} itself if that is the return type of the operation. */
    private @Nullable Object decode(Response feign, Type type) {
        FeignBody body = (FeignBody) feign.body();
        ApiResponse response = body.response();
        if (!body.call().isDecoded()) {
            return null;
        }
        if (type == ApiResponse.class) {
            return response;
        }
        // The response to a successful write may have no body.
        boolean confirmed = body.call().kind() == ApiCall.Kind.WRITE && response.bytes().length == 0;
        return confirmed ? null : response.as(type);
    }

    private Exception decodeError(String methodKey, Response feign) {
        FeignBody body = (FeignBody) feign.body();
        byte[] request = body.call().body();
        return switch (body.call().kind()) {
            case READ -> errors.readError(body.response());
            case WRITE -> errors.writeError(body.response());
            case SPEND -> errors.spendError(body.response(), request == null ? new byte[0] : request);
        };
    }

    /** Wraps a response for Feign, so that the decoders get the original response. */
    private record FeignBody(ApiResponse response, ApiCall call) implements Response.Body {
        @Override
        public Integer length() {
            return response.bytes().length;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public InputStream asInputStream() {
            return new ByteArrayInputStream(response.bytes());
        }

        @Override
        public Reader asReader(Charset charset) {
            return new InputStreamReader(asInputStream(), charset);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /**
     * A target that leaves only path and query in a request. The endpoint adds the host, which Feign would otherwise
     * parse for each request.
     */
    private record RelativeTarget<T>(Class<T> type, String name) implements Target<T> {
        @Override
        public String url() {
            return "/";
        }

        @Override
        public Request apply(RequestTemplate template) {
            return template.request();
        }
    }

    /**
     * Reads an interface as Feign does, but excludes the body, which {@link ApiCall} contains. If a method has a part
     * that the transport would lose or misplace, the creation of the client throws.
     */
    static final class BodylessContract implements Contract {

        /**
         * The metadata of each interface. It is read once, because reading annotations is slow. Clients and threads can
         * share it, because Feign copies the template for every call and changes nothing else. It can be
         * garbage-collected with its interface.
         */
        private static final ClassValue<List<MethodMetadata>> METADATA = new ClassValue<>() {
            @Override
            protected List<MethodMetadata> computeValue(Class<?> type) {
                List<MethodMetadata> methods = new DefaultContract().parseAndValidateMetadata(type);
                methods.forEach(BodylessContract::removeBody);
                return List.copyOf(methods);
            }
        };

        @Override
        public List<MethodMetadata> parseAndValidateMetadata(Class<?> type) {
            return METADATA.get(type);
        }

        private static void removeBody(MethodMetadata method) {
            if (method.headerMapIndex() != null
                    || method.urlIndex() != null
                    || !method.formParams().isEmpty()
                    || method.template().body() != null
                    || method.template().bodyTemplate() != null) {
                throw new IllegalStateException(
                        method.configKey()
                                + " has a header map, an address, a form or a written body, and the transport carries none of these");
            }
            method.bodyIndex(null);
        }
    }
}
