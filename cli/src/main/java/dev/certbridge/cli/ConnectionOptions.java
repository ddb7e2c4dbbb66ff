package dev.certbridge.cli;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.reseller.spi.ResellerProvider.Environment;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select the server: a built-in stub, a stub in another process, or the real service. */
final class ConnectionOptions {

    /** The polling intervals for stubs. The intervals are short, because stubs answer immediately. */
    private static final Polling QUICK = new Polling(Duration.ofMillis(150), Duration.ofSeconds(1));

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

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

    @Option(
            names = "--book",
            order = 40,
            paramLabel = "FILE",
            description = "The order book, the file that records every order. Private keys are stored beside it, in"
                    + " FILE.keys. Default: ~/.certbridge/RESELLER-live.db or RESELLER-ote.db; no file for stubs.")
    private @Nullable Path book;

    /** Throws if the options contradict each other. */
    void require() {
        if (Stream.of(live, ote, stubUrl != null).filter(given -> given).count() > 1) {
            throw new IllegalArgumentException("--stub-url, --live and --ote exclude each other. Give one of them");
        }
        if (stubKey != null && isReal()) {
            throw new IllegalArgumentException(
                    "--stub-key is for stubs. The real API key is read from an environment variable");
        }
        if (book != null && isBuiltIn()) {
            throw new IllegalArgumentException(
                    "--book cannot be used with built-in stubs, because the stubs and their orders end with the"
                            + " process");
        }
    }

    /** Returns true if the options select a server of the reseller, in its live or test environment. */
    boolean isReal() {
        return live || ote;
    }

    /** Returns true if the options select the built-in stubs, which end with this process. */
    boolean isBuiltIn() {
        return !isReal() && stubUrl == null;
    }

    void requireBuiltIn() {
        if (!isBuiltIn()) {
            throw new IllegalArgumentException(
                    (isReal() ? option() : "--stub-url") + " calls one reseller. Name the reseller with --reseller");
        }
    }

    void requireExternal() {
        require();
        if (isBuiltIn()) {
            throw new IllegalArgumentException("the command needs --stub-url URL, --live or --ote");
        }
    }

    /** Connects to the reseller of an order. Throws if the options select another environment. */
    ResellerSession connect(OrderId id) {
        return connect("order", id.provider(), id.environment());
    }

    /** Connects to the reseller of a certificate. Throws if the options select another environment. */
    ResellerSession connect(CertificateId id) {
        return connect("certificate", id.provider(), id.environment());
    }

    ResellerSession connect(ResellerProvider provider) {
        require();
        return isReal() ? connectReal(provider) : connectStub(provider);
    }

    private ResellerSession connect(String what, String name, String environment) {
        requireExternal();
        ResellerProvider provider = ResellerProvider.named(name);
        String selected = isReal()
                ? environment(provider).name()
                : Objects.requireNonNull(stubUrl).getAuthority();
        if (!selected.equals(environment)) {
            throw new IllegalArgumentException("nothing was sent: the " + what + " is at " + name + " " + environment
                    + ", and " + selected + " is selected. Choose with --stub-url, --live or --ote");
        }
        return connect(provider);
    }

    private ResellerSession connectStub(ResellerProvider provider) {
        ProgramClassPath.requireStubs("a stub");
        Optional<EmbeddedStub> stub = stubUrl == null ? Optional.of(EmbeddedStub.start(provider)) : Optional.empty();
        URI uri = stub.map(EmbeddedStub::uri).orElseGet(() -> Objects.requireNonNull(stubUrl));
        try {
            OrderBook open = book == null ? OrderBooks.inMemory() : open(book);
            String key = Optional.ofNullable(stubKey).orElseGet(() -> EmbeddedStub.apiKey(provider));
            String account = EmbeddedStub.account(provider);
            ConnectOptions options =
                    context().options().toBuilder().uri(uri).polling(QUICK).build();
            CertificateReseller reseller = closing(open, () -> provider.connect(key, account, open, options));
            return new ResellerSession(
                    provider, uri.getAuthority(), account, reseller, open, Optional.ofNullable(book), stub);
        } catch (RuntimeException e) {
            stub.ifPresent(EmbeddedStub::close);
            throw e;
        }
    }

    private ResellerSession connectReal(ResellerProvider provider) {
        Environment environment = environment(provider);
        CliContext context = context();
        String key = context.variable(environment.keyVariable())
                .orElseThrow(() -> missing(environment.keyVariable(), "the API key of " + provider.name()));
        Optional<String> account = context.variable(environment.accountVariable());
        if (environment.accountRequired() && account.isEmpty()) {
            throw missing(environment.accountVariable(), "the account at " + provider.name());
        }
        ConnectOptions options = WebProxy.in(context, context.options());
        Path file = book != null
                ? book
                : BookLocations.usual(BookLocations.madeFolder(context), provider.name(), environment.name());
        OrderBook open = open(file);
        String charged = account.orElse(ResellerProvider.NO_ACCOUNT);
        CertificateReseller reseller = closing(open, () -> provider.connect(environment, key, charged, open, options));
        return new ResellerSession(
                provider, environment.name(), charged, reseller, open, Optional.of(file), Optional.empty());
    }

    private OrderBook open(Path file) {
        return BookLocations.at(file, context().err());
    }

    /** Returns the client that a function creates for a book. Closes the book if the function throws. */
    private static CertificateReseller closing(OrderBook open, Supplier<CertificateReseller> connect) {
        try {
            return connect.get();
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /**
     * Returns the files of the order books to which refused arguments may refer. Without a known reseller, these are
     * the default books of all resellers.
     *
     * @param name the reseller name in the arguments; it may be misspelled
     */
    List<Path> bookFiles(Optional<String> name) {
        if (book != null || !isReal()) {
            return Stream.ofNullable(book).toList();
        }
        List<ResellerProvider> all = ResellerProvider.all();
        List<ResellerProvider> named = all.stream()
                .filter(provider ->
                        name.filter(provider.name()::equalsIgnoreCase).isPresent())
                .toList();
        try {
            Path folder = context().bookFolder();
            return (named.isEmpty() ? all : named)
                    .stream()
                            .flatMap(provider -> provider.environments().stream()
                                    .map(each -> BookLocations.usual(folder, provider.name(), each.name())))
                            .toList();
        } catch (IllegalArgumentException e) {
            // Without a home folder there is no default book.
            return List.of();
        }
    }

    private Environment environment(ResellerProvider provider) {
        return find(provider, ote)
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing was sent: " + provider.name() + " has no known test environment. Use --live"));
    }

    /**
     * Finds an environment of a reseller: its test environment if {@code ote} is true, and otherwise its live
     * environment.
     */
    static Optional<Environment> find(ResellerProvider provider, boolean ote) {
        return provider.environments().stream()
                .filter(each -> each.name().equals(ote ? "ote" : "live"))
                .findFirst();
    }

    private String option() {
        return ote ? "--ote" : "--live";
    }

    private IllegalArgumentException missing(String variable, String what) {
        return new IllegalArgumentException(
                "nothing was sent: " + option() + " needs " + what + " in the environment variable " + variable);
    }

    private CliContext context() {
        return CliContext.of(Objects.requireNonNull(command));
    }
}
