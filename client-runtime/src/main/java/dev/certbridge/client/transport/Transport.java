package dev.certbridge.client.transport;

import dev.certbridge.reseller.ConnectOptions;
import feign.Feign;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.Logger;
import feign.Retryer;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds generated clients over one reseller's address and key. The only place that builds Feign. */
public final class Transport implements AutoCloseable {

    private final String provider;
    private final ErrorMapper failures;
    private final HttpEngine engine;
    private final FeignHttpClient wire;
    private final Map<Class<?>, Object> apis = new ConcurrentHashMap<>();

    /**
     * A transport to one reseller.
     *
     * @param provider the reseller's name, for messages
     * @param base its address; {@code https}, or {@code http} to this machine
     * @param failures what its answers mean
     * @throws IllegalArgumentException the address cannot be used
     */
    public Transport(String provider, URI base, Credential credential, ConnectOptions options, ErrorMapper failures) {
        this(provider, base, credential, options, failures, HttpEngine::of);
    }

    Transport(
            String provider,
            URI base,
            Credential credential,
            ConnectOptions options,
            ErrorMapper failures,
            Function<ConnectOptions, HttpEngine> engine) {
        URI checked = checked(base);
        ConnectOptions there = NoProxyHosts.contain(options.directHosts(), checked)
                ? options.toBuilder().noProxy().build()
                : options;
        there.proxy().ifPresent(proxy -> refuseProxyElsewhere(checked, proxy.getHostString()));
        this.failures = failures;
        this.provider = provider;
        this.engine = engine.apply(there);
        this.wire = new FeignHttpClient(this.engine, new HttpRequests(checked, credential), options);
    }

    /**
     * Returns the generated client of this interface, always the same; made when it is first asked for.
     *
     * @throws IllegalArgumentException the type is no interface
     * @throws IllegalStateException a method of it is no operation of a generated client
     */
    public <T> T api(Class<T> type) {
        return type.cast(apis.computeIfAbsent(type, this::made));
    }

    /**
     * Calls a read of this interface and hands its entries on while they arrive, keeping none. What the call returns is
     * empty. It is tried again only until the first entry. All of it, and what is done to each entry, has the read deadline
     * ({@link ConnectOptions#readDeadline()}).
     *
     * @param call calls the one operation, for instance {@code api -> api.listCertificates()}
     * @param each takes an entry; what it throws ends the read. What it took counts only when this method returns
     * @throws dev.certbridge.reseller.failure.ProviderFaultException it failed, broke off or took too long
     * @throws dev.certbridge.reseller.failure.BrokenContractException the answer is no such list, or too long
     * @throws dev.certbridge.reseller.failure.NotSentException nothing was sent
     * @throws dev.certbridge.reseller.failure.ResellerException what a status other than 2xx means
     * @throws IllegalArgumentException the operation is no read, or the interface is none
     * @throws IllegalStateException what was called is no operation
     */
    public <A, T> void stream(Class<A> type, Consumer<A> call, JsonArraySource<T> rows, Consumer<? super T> each) {
        call.accept(GeneratedCallHandler.streaming(type, api(type), new StreamingRead<>(rows, each)));
    }

    private <T> T made(Class<T> type) {
        return Feign.builder()
                .contract(new BodylessFeignContract())
                .client(wire)
                .options(ApiCall.NONE)
                .decoder(new ApiResponseDecoder())
                .errorDecoder(new FeignErrorDecoder(failures))
                .retryer(Retryer.NEVER_RETRY)
                .logLevel(Logger.Level.NONE)
                .invocationHandlerFactory(
                        (target, dispatch) -> new GeneratedCallHandler(dispatch, operations(dispatch), null))
                .target(new RelativeTarget<>(type, provider));
    }

    private Map<Method, ApiOperation> operations(Map<Method, MethodHandler> dispatch) {
        Map<Method, ApiOperation> operations = new HashMap<>();
        for (Method method : dispatch.keySet()) {
            if (!method.isDefault()) {
                operations.put(method, ApiOperation.of(provider, method));
            }
        }
        return operations;
    }

    /** The reseller's own clock as its last answer told it, in whole seconds; empty while none did. */
    public Optional<Instant> lastServerTime() {
        return wire.lastServerTime();
    }

    private static URI checked(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the address must be scheme, host, port and path only: " + scheme + "://" + host);
        }
        if (scheme.equals("http") && !loopback(host)) {
            throw new IllegalArgumentException("plain http is for this machine only; use https to reach " + host);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("the address must be https, not " + scheme);
        }
        String text = uri.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : uri;
    }

    /** A proxy reads plain http, the key included. */
    private static void refuseProxyElsewhere(URI base, String proxy) {
        if (base.getScheme().equalsIgnoreCase("http") && !loopback(proxy)) {
            throw new IllegalArgumentException(
                    "plain http is for this machine only, and the proxy " + proxy + " is not on it");
        }
    }

    /** By the text alone: a name that resolves to this machine now may resolve elsewhere later. */
    private static boolean loopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || host.equals("[::1]");
    }

    /** Closes the pooled connections. */
    @Override
    public void close() {
        engine.close();
    }
}
