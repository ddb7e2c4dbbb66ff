package dev.certbridge.cli;

import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.reseller.spi.ResellerProvider.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select the server: a built-in stub, a stub in another process, or the real service. */
final class ServerOptions {

    /**
     * The polling intervals while waiting for a stub. The polling intervals for stubs are short, because stubs answer
     * immediately.
     */
    private static final Polling QUICK = new Polling(Duration.ofMillis(150), Duration.ofSeconds(1));

    @Option(
            names = "--stub-url",
            order = 40,
            paramLabel = "URL",
            description = "Call a stub that another process on this machine serves, such as certbridge stub.")
    private @Nullable URI stubUrl;

    @Option(names = "--stub-key", order = 40, paramLabel = "KEY", description = "Send this API key to the stub.")
    private @Nullable String stubKey;

    @Option(
            names = "--live",
            order = 40,
            description = "Call the real service. The environment variables below contain the API key.")
    private boolean live;

    @Option(
            names = "--ote",
            order = 40,
            description = "Call the reseller's test environment. The environment variables below contain the API key.")
    private boolean ote;

    /** Throws if the options contradict each other. */
    void require() {
        if (Stream.of(live, ote, stubUrl != null).filter(given -> given).count() > 1) {
            throw new IllegalArgumentException("--stub-url, --live and --ote exclude each other. Give one of them");
        }
        if (stubKey != null && isReal()) {
            throw new IllegalArgumentException(
                    "--stub-key is for stubs. The real API key is read from an environment variable");
        }
    }

    /** Returns true if the options select a server of the reseller, in its live or test environment. */
    boolean isReal() {
        return live || ote;
    }

    /** Returns true if the options select the built-in stubs, which run in this process. */
    boolean isBuiltIn() {
        return !isReal() && stubUrl == null;
    }

    /** Returns true if the options select the live environment of the reseller. */
    boolean isLive() {
        return live;
    }

    /** Returns the option that selects the real service. */
    String option() {
        return ote ? "--ote" : "--live";
    }

    /**
     * Returns the server of a reseller. Starts a built-in stub if one is selected. Throws if an environment variable is
     * missing.
     */
    ResellerServer server(ResellerProvider provider, CliContext context) {
        require();
        return isReal() ? realServer(provider, context) : stubServer(provider, context);
    }

    private ResellerServer stubServer(ResellerProvider provider, CliContext context) {
        ProgramClassPath.requireStubs("a stub");
        Optional<EmbeddedStub> stub = stubUrl == null ? Optional.of(EmbeddedStub.start(provider)) : Optional.empty();
        URI uri = stub.map(EmbeddedStub::uri).orElseGet(() -> Objects.requireNonNull(stubUrl));
        String key = Optional.ofNullable(stubKey).orElseGet(() -> EmbeddedStub.apiKey(provider));
        ConnectOptions options =
                context.options().toBuilder().uri(uri).polling(QUICK).build();
        return new ResellerServer(provider, uri.getAuthority(), EmbeddedStub.account(provider), key, options, stub);
    }

    private ResellerServer realServer(ResellerProvider provider, CliContext context) {
        Environment environment = environment(provider);
        String key = context.variable(environment.keyVariable())
                .orElseThrow(() -> missing(environment.keyVariable(), "the API key of " + provider.name()));
        Optional<String> account = context.variable(environment.accountVariable());
        if (environment.accountRequired() && account.isEmpty()) {
            throw missing(environment.accountVariable(), "the account at " + provider.name());
        }
        ConnectOptions options = WebProxy.in(context, context.options()).toBuilder()
                .uri(environment.address())
                .build();
        String charged = account.orElse(ResellerProvider.NO_ACCOUNT);
        return new ResellerServer(provider, environment.name(), charged, key, options, Optional.empty());
    }

    /** Returns the name of the selected environment, as in the ids of orders. */
    String environmentName(ResellerProvider provider) {
        return isReal()
                ? environment(provider).name()
                : Objects.requireNonNull(stubUrl).getAuthority();
    }

    private Environment environment(ResellerProvider provider) {
        return find(provider, ote)
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing was sent: " + provider.name() + " has no known test environment. Use --live"));
    }

    /**
     * Finds an environment of a reseller. Returns the test environment if {@code ote} is true, and the live environment
     * if it is false.
     */
    static Optional<Environment> find(ResellerProvider provider, boolean ote) {
        return provider.environments().stream()
                .filter(each -> each.name().equals(ote ? "ote" : "live"))
                .findFirst();
    }

    private IllegalArgumentException missing(String variable, String what) {
        return new IllegalArgumentException(
                "nothing was sent: " + option() + " needs " + what + " in the environment variable " + variable);
    }
}
