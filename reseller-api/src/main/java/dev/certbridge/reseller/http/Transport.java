package dev.certbridge.reseller.http;

import feign.DefaultInvocationHandlerFactory;
import feign.Feign;
import feign.InvocationHandlerFactory;
import feign.Logger;
import feign.Request;
import feign.Retryer;
import feign.Target;
import feign.codec.Decoder;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds generated clients over one reseller's address and key. The only place that builds Feign. */
public final class Transport implements AutoCloseable {

    private final URI base;
    private final Failures failures;
    private final HttpEngine engine;
    private final WireClient wire;

    /**
     * A transport to one reseller.
     *
     * @param provider the reseller's name, for messages
     * @param base its address; {@code https}, or {@code http} to this machine
     * @param failures what its answers mean
     * @throws IllegalArgumentException the address cannot be used
     */
    public Transport(String provider, URI base, Credential credential, ConnectOptions options, Failures failures) {
        this.base = checked(base);
        options.proxy().ifPresent(proxy -> refuseProxyElsewhere(this.base, proxy.getHostString()));
        this.failures = failures;
        this.engine = new HttpEngine(options);
        this.wire = new WireClient(provider, engine, credential, options);
    }

    /** The generated client of this interface. */
    public <T> T api(Class<T> type) {
        return api(type, new AnswerDecoder(wire), new Request.Options());
    }

    /**
     * Calls a read of this interface and hands its entries on while they arrive, keeping none. What the call returns is
     * empty. It is tried again only until the first entry; and it may take the read deadline for every mebibyte.
     *
     * @param call calls the one operation, for instance {@code api -> api.listCertificates()}
     * @param each takes an entry; what it throws ends the read. What it took counts only when this method returns
     * @throws dev.certbridge.reseller.failure.ProviderFaultException it failed or broke off
     * @throws dev.certbridge.reseller.failure.BrokenContractException the answer is no such list, or too long
     */
    public <A, T> void stream(Class<A> type, Consumer<A> call, Rows<T> rows, Consumer<? super T> each) {
        call.accept(api(type, (response, result) -> null, new StreamedRead<>(rows, each)));
    }

    private <T> T api(Class<T> type, Decoder decoder, Request.Options options) {
        InvocationHandlerFactory plain = new DefaultInvocationHandlerFactory();
        return Feign.builder()
                .client(wire)
                .options(options)
                .encoder(new JsonEncoder())
                .decoder(decoder)
                .errorDecoder(new FailureDecoder(wire, failures))
                .retryer(Retryer.NEVER_RETRY)
                .logLevel(Logger.Level.NONE)
                .invocationHandlerFactory((target, dispatch) -> new CheckedInvocation(plain.create(target, dispatch)))
                .target(new Target.HardCodedTarget<>(type, base.toString()));
    }

    /** The reseller's own clock as its last answer told it, in whole seconds; empty while none did. */
    public Optional<Instant> heard() {
        return wire.heard();
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
