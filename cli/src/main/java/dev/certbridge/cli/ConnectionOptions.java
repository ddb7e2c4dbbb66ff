package dev.certbridge.cli;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that select the server and the order book. */
final class ConnectionOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Option(
            names = "--book",
            order = 40,
            paramLabel = "FILE",
            description = "The order book, the file that records every order. Private keys are stored beside it, in"
                    + " FILE.keys. Default: ~/.certbridge/RESELLER-live.db or RESELLER-ote.db; no file for stubs.")
    private @Nullable Path book;

    /** Throws if the options contradict each other. */
    void require() {
        server.require();
        if (book != null && isBuiltIn()) {
            throw new IllegalArgumentException(
                    "--book cannot be used with built-in stubs, because the orders of built-in stubs are lost"
                            + " when the process ends");
        }
    }

    /** Returns true if the options select a server of the reseller, in its live or test environment. */
    boolean isReal() {
        return server.isReal();
    }

    /** Returns true if the options select the built-in stubs, which run in this process. */
    boolean isBuiltIn() {
        return server.isBuiltIn();
    }

    void requireBuiltIn() {
        if (!isBuiltIn()) {
            throw new IllegalArgumentException((isReal() ? server.option() : "--stub-url")
                    + " calls one reseller. Name the reseller with --reseller");
        }
    }

    void requireExternal() {
        require();
        if (isBuiltIn()) {
            throw new IllegalArgumentException("the command needs --stub-url URL, --live or --ote");
        }
    }

    /** Connects to the reseller of an order. Throws if the options do not select the environment of the order. */
    ResellerSession connect(OrderId id) {
        return connect("order", id.provider(), id.environment());
    }

    /**
     * Connects to the reseller of a certificate. Throws if the options do not select the environment of the
     * certificate.
     */
    ResellerSession connect(CertificateId id) {
        return connect("certificate", id.provider(), id.environment());
    }

    ResellerSession connect(ResellerProvider provider) {
        require();
        ResellerServer selected = server.server(provider, context());
        try {
            Optional<Path> file = book != null || !isReal()
                    ? Optional.ofNullable(book)
                    : Optional.of(BookLocations.usual(
                            BookLocations.madeFolder(context()), provider.name(), selected.environment()));
            OrderBook open =
                    file.map(path -> BookLocations.at(path, context().err())).orElseGet(OrderBooks::inMemory);
            try {
                CertificateReseller reseller = selected.connect(open);
                return new ResellerSession(
                        provider, selected.environment(), selected.account(), reseller, open, file, selected.stub());
            } catch (RuntimeException e) {
                open.close();
                throw e;
            }
        } catch (RuntimeException e) {
            selected.close();
            throw e;
        }
    }

    private ResellerSession connect(String what, String name, String environment) {
        requireExternal();
        ResellerProvider provider = ResellerProvider.named(name);
        String selected = server.environmentName(provider);
        if (!selected.equals(environment)) {
            throw new IllegalArgumentException("nothing was sent: the " + what + " is at " + name + " " + environment
                    + ", but " + selected + " is selected. Choose the environment with --stub-url, --live or --ote");
        }
        return connect(provider);
    }

    /**
     * Returns the files of the order books that a command with wrong arguments may have meant. If the reseller is
     * unknown, returns the default books of all resellers.
     *
     * @param name the reseller name in the arguments, which may be misspelled
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

    private CliContext context() {
        return CliContext.of(Objects.requireNonNull(command));
    }
}
