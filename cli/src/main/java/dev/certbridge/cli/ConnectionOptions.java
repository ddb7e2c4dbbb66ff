package dev.certbridge.cli;

import dev.certbridge.conformance.RealService;
import dev.certbridge.conformance.Subject;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubReseller;
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

/** How a reseller is reached: a stub inside this process, a stub elsewhere on this machine, or the real service. */
final class ConnectionOptions {

    /** A stub needs no patience. */
    private static final Polling QUICK = new Polling(Duration.ofMillis(150), Duration.ofSeconds(1));

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--stub-url",
            paramLabel = "URL",
            converter = StubAddressConverter.class,
            description = "A stub elsewhere on this machine, such as one of certbridge stub.")
    private @Nullable URI stubUrl;

    @Option(names = "--stub-key", paramLabel = "KEY", description = "The API key to show the stub.")
    private @Nullable String stubKey;

    @Option(names = "--live", description = "The real service, with the key from the environment: see README.md.")
    private boolean live;

    @Option(names = "--ote", description = "Realtime Register's test environment, likewise.")
    private boolean ote;

    @Option(
            names = "--book",
            paramLabel = "FILE",
            converter = FileConverter.class,
            description =
                    "The order book, private keys beside it in FILE.keys. Without it a stub run keeps none, and --live uses"
                            + " ~/.certbridge/RESELLER-live.db.")
    private @Nullable Path book;

    /** Refuses what contradicts itself. */
    void require() {
        if (Stream.of(live, ote, stubUrl != null).filter(said -> said).count() > 1) {
            throw new IllegalArgumentException("only one of --stub-url, --live and --ote can be reached at a time");
        }
        if (stubKey != null && real()) {
            throw new IllegalArgumentException("--stub-key is for stubs; the real key comes from the environment");
        }
        if (book != null && !real() && stubUrl == null) {
            throw new IllegalArgumentException("a stub inside this process needs no --book: both end with it");
        }
    }

    /** Whether money can be spent. */
    boolean real() {
        return live || ote;
    }

    void requireEmbedded(String otherwise) {
        require();
        if (real() || stubUrl != null) {
            throw new IllegalArgumentException((real() ? word() : "--stub-url") + " is one reseller's; " + otherwise);
        }
    }

    void requireElsewhere() {
        require();
        if (!real() && stubUrl == null) {
            throw new IllegalArgumentException("say where to look: --stub-url URL, --live or --ote");
        }
    }

    /** The reseller where this order is; nothing is sent when it is reached elsewhere. */
    ResellerSession connect(OrderId id) {
        return connect("order", id.provider(), id.environment());
    }

    /** The reseller where this certificate is, likewise. */
    ResellerSession connect(CertificateId id) {
        return connect("certificate", id.provider(), id.environment());
    }

    ResellerSession connect(Subject subject) {
        require();
        if (real()) {
            return real(subject);
        }
        Optional<StubReseller> stub =
                stubUrl == null ? Optional.of(subject.startStub(StubOptions.defaults())) : Optional.empty();
        URI uri = stub.map(StubReseller::uri).orElseGet(() -> Objects.requireNonNull(stubUrl));
        try {
            OrderBook open = book == null
                    ? OrderBooks.inMemory()
                    : BookLocations.warned(
                            BookLocations.at(book), surroundings().err());
            String key = Optional.ofNullable(stubKey).orElseGet(subject::stubKey);
            ConnectOptions options =
                    surroundings().options().toBuilder().uri(uri).polling(QUICK).build();
            CertificateReseller reseller = closing(open, () -> subject.connect(key, open, options));
            return new ResellerSession(
                    subject,
                    uri.getAuthority(),
                    subject.stubAccount(),
                    reseller,
                    open,
                    Optional.ofNullable(book),
                    stub);
        } catch (RuntimeException e) {
            stub.ifPresent(StubReseller::close);
            throw e;
        }
    }

    /** A book that was opened for a client that cannot be made is closed again. */
    private static CertificateReseller closing(OrderBook open, Supplier<CertificateReseller> making) {
        try {
            return making.get();
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private ResellerSession connect(String what, String provider, String environment) {
        requireElsewhere();
        Subject subject = ResellerOption.named(provider);
        String reached = real()
                ? service(subject).environment()
                : Objects.requireNonNull(stubUrl).getAuthority();
        if (!reached.equals(environment)) {
            throw new IllegalArgumentException("nothing was sent: the " + what + " is at " + provider + " "
                    + environment + ", and " + reached + " is reached; choose with --stub-url, --live or --ote");
        }
        return connect(subject);
    }

    private ResellerSession real(Subject subject) {
        RealService service = service(subject);
        CliContext surroundings = surroundings();
        String key = surroundings
                .variable(service.keyVariable())
                .orElseThrow(() -> missing(service.keyVariable(), "the API key of " + subject.name()));
        Optional<String> account = surroundings.variable(service.accountVariable());
        if (service.accountNeeded() && account.isEmpty()) {
            throw missing(service.accountVariable(), "the customer handle at " + subject.name());
        }
        ConnectOptions options = WebProxy.in(surroundings, surroundings.options());
        Path file = bookFile(subject);
        OrderBook open = BookLocations.warned(BookLocations.at(file), surroundings.err());
        String whose = account.orElse(RealService.NO_ACCOUNT);
        CertificateReseller reseller = closing(open, () -> service.door().open(key, whose, open, options));
        return new ResellerSession(
                subject, service.environment(), whose, reseller, open, Optional.of(file), Optional.empty());
    }

    private Path bookFile(Subject subject) {
        if (book != null) {
            return book;
        }
        return BookLocations.usual(
                BookLocations.madeFolder(surroundings()),
                subject.name(),
                service(subject).environment());
    }

    /**
     * Returns the order books that a refused run may be about, as far as its arguments say: the usual ones of every
     * reseller, when none is named.
     *
     * @param reseller the name that was given; it may be misspelled
     */
    List<Path> bookFiles(Optional<String> reseller) {
        if (book != null || !real()) {
            return Stream.ofNullable(book).toList();
        }
        List<Subject> named = Subject.all().stream()
                .filter(subject ->
                        reseller.filter(subject.name()::equalsIgnoreCase).isPresent())
                .toList();
        try {
            Path folder = surroundings().bookFolder();
            return (named.isEmpty() ? Subject.all() : named)
                    .stream()
                            .flatMap(subject -> subject.realServices().stream()
                                    .map(service -> BookLocations.usual(folder, subject.name(), service.environment())))
                            .toList();
        } catch (IllegalArgumentException e) {
            // Without a home there is no usual book.
            return List.of();
        }
    }

    private CliContext surroundings() {
        return CliContext.of(Objects.requireNonNull(command));
    }

    private RealService service(Subject subject) {
        String environment = word().substring(2);
        return subject.realServices().stream()
                .filter(service -> service.environment().equals(environment))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "nothing was sent: " + subject.name() + " has no test environment that we know; see --live"));
    }

    private String word() {
        return ote ? "--ote" : "--live";
    }

    private IllegalArgumentException missing(String variable, String what) {
        return new IllegalArgumentException(
                "nothing was sent: " + word() + " needs " + what + " in the environment variable " + variable);
    }
}
