package dev.certbridge.cli;

import dev.certbridge.cli.KeepFile.Book;
import dev.certbridge.cli.KeepFile.Located;
import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.Deployment;
import dev.certbridge.fleet.FleetListener;
import dev.certbridge.fleet.FleetRun;
import dev.certbridge.fleet.FolderDeployment;
import dev.certbridge.fleet.ValidityLimits;
import dev.certbridge.orderbook.JdbcUrlDataSource;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The order book, the folders and the resellers of one run of {@code certbridge keep}. A rehearsal is a run that does
 * not call the live environment. A rehearsal never replaces a real certificate and never uses the real book. All files
 * of a rehearsal are in the folder {@code stub} or {@code ote} beside the YAML file. If the book is in a database, a
 * rehearsal uses a schema of its own. A rehearsal at built-in stubs runs no program that the YAML file names.
 */
final class KeepSession implements AutoCloseable {

    private final KeepFile file;
    private final CliContext context;
    private final boolean builtIn;
    private final Optional<String> rehearsal;
    private final boolean readOnly;
    private final Map<String, CertificateReseller> resellers = new LinkedHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private OrderBook book = OrderBooks.inMemory();
    private Map<String, DnsPublisher> publishers = Map.of();

    /**
     * Creates a session without a book.
     *
     * @param rehearsal the name of the folder for a rehearsal, or empty for the live environment
     */
    private KeepSession(
            KeepFile file, CliContext context, Optional<String> rehearsal, boolean builtIn, boolean readOnly) {
        this.file = file;
        this.context = context;
        this.rehearsal = rehearsal;
        this.builtIn = builtIn;
        this.readOnly = readOnly;
    }

    /**
     * Opens the order book, and creates the clients of the resellers. Performs all checks that need no request to a
     * reseller.
     *
     * @param readOnly true if the session orders nothing and creates no file
     */
    static KeepSession open(KeepFile file, ServerOptions server, CliContext context, boolean readOnly) {
        server.require();
        if (!server.isReal() && !server.isBuiltIn() && file.resellers().size() > 1) {
            throw new IllegalArgumentException("--stub-url calls only one reseller, but " + file.file() + " has "
                    + String.join(", ", file.resellers()) + ". Use files with one reseller each");
        }
        Optional<String> rehearsal = server.isLive() ? Optional.empty() : Optional.of(server.isReal() ? "ote" : "stub");
        KeepSession session = new KeepSession(file, context, rehearsal, server.isBuiltIn(), readOnly);
        return session.opened(() -> {
            Map<String, ResellerServer> servers = new LinkedHashMap<>();
            for (String name : file.resellers()) {
                servers.put(name, session.closing(server.server(ResellerProvider.named(name), context)));
            }
            session.openBook();
            servers.forEach((name, each) -> session.resellers.put(name, session.closing(each.connect(session.book))));
            session.validate();
            if (!readOnly) {
                session.publishers = new KeepDns(file, server, context, session::closing).publishers();
            }
        });
    }

    /** Opens the order book and the folders, but creates no clients of resellers. */
    static KeepSession unconnected(KeepFile file, CliContext context) {
        KeepSession session = new KeepSession(file, context, Optional.empty(), false, true);
        return session.opened(() -> {
            session.openBook();
            file.resellers().forEach(name -> session.resellers.put(name, unconnected(name)));
        });
    }

    /** Returns a reseller that is never called. Every method that would send a request throws {@link NotSentException}. */
    private static CertificateReseller unconnected(String name) {
        return (CertificateReseller) Proxy.newProxyInstance(
                KeepSession.class.getClassLoader(),
                new Class<?>[] {CertificateReseller.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "name", "toString" -> name;
                    case "hashCode" -> name.hashCode();
                    case "equals" -> proxy == args[0];
                    case "supports" -> false;
                    case "close" -> null;
                    default ->
                        throw new NotSentException(
                                OperationRef.of(name, "keep"),
                                "the command is not connected; pass --live to ask the reseller",
                                null);
                });
    }

    private KeepSession opened(Runnable opening) {
        try {
            opening.run();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    private void openBook() {
        requireFolder();
        if (!builtIn) {
            book = closing(located(file.book(), () -> openedBook(file.book().value())));
        }
        if (!readOnly) {
            for (Located<Budget> budget : file.budgets()) {
                located(budget, () -> {
                    book.budget(budget.value());
                    return book;
                });
            }
        }
    }

    private OrderBook openedBook(Book place) {
        return place instanceof Book.File sqlite
                ? openedFile(placed(sqlite.path(), "orders.db"))
                : openedDatabase((Book.Database) place);
    }

    private OrderBook openedFile(Path path) {
        if (readOnly && Files.notExists(path)) {
            return OrderBooks.inMemory();
        }
        if (rehearsal.isPresent()) {
            BookLocations.makeFolder(path.getParent());
        }
        return BookLocations.at(path, context.err());
    }

    private OrderBook openedDatabase(Book.Database database) {
        String url = context.variable(database.variable())
                .orElseThrow(() -> new IllegalArgumentException("the environment variable " + database.variable()
                        + " is not set; set it to the JDBC URL of the order book"));
        JdbcUrlDataSource source = new JdbcUrlDataSource(database.variable(), url);
        Path recovery = keys().resolveSibling(keys().getFileName() + ".rescued");
        BookLocations.makeFolder(recovery);
        String schema = database.schema().orElse("certbridge")
                + rehearsal.map(name -> "_" + name).orElse("");
        return OrderBooks.postgres(source, recovery, schema);
    }

    /**
     * Creates the folder of the certificates, unless this session is read-only. Throws if the folder cannot be used.
     */
    private void requireFolder() {
        located(file.folder(), () -> {
            Path folder = folder();
            if (Files.exists(folder) && !(Files.isDirectory(folder) && Files.isReadable(folder))) {
                throw new IllegalArgumentException(
                        "the folder " + folder + " is not a folder, or cannot be read; name another folder");
            }
            if (!readOnly) {
                FolderDeployment.in(folder).build().requireUsable();
            }
            return folder;
        });
        located(file.keys(), () -> {
            if (Files.exists(keys()) && !(Files.isDirectory(keys()) && Files.isReadable(keys()))) {
                throw new IllegalArgumentException(
                        "the path " + keys() + " for the private keys is not a readable folder; name another folder");
            }
            return readOnly ? keys() : KeyVault.in(keys());
        });
    }

    /**
     * Calls a function that uses a setting of the file, and returns the result. Adds the line of the setting to the
     * message of a failure, unless the failure is from a reseller.
     */
    private <T, R> R located(Located<T> setting, Supplier<R> action) {
        try {
            return action.get();
        } catch (KeepFileException e) {
            throw e;
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            throw file.wrong(setting.line(), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Checks the certificates with the local checks of their resellers. Of several certificates with equal settings,
     * only the first is checked.
     */
    private void validate() {
        Set<List<Object>> seen = new HashSet<>();
        for (Located<CertificateSpec> entry : file.entries()) {
            CertificateSpec spec = entry.value();
            if (seen.add(kind(spec))) {
                try {
                    resellers.get(spec.reseller()).validate(request(spec), spec.spending());
                } catch (ResellerException | IllegalArgumentException e) {
                    throw file.wrong(
                            entry.line(), "the certificate \"" + spec.id() + "\" cannot be ordered: " + e.getMessage());
                }
            }
        }
    }

    private static List<Object> kind(CertificateSpec spec) {
        return List.of(
                spec.reseller(),
                spec.product(),
                spec.validity(),
                spec.dcv(),
                Set.copyOf(spec.dcvByName().values()),
                spec.language(),
                spec.organization(),
                spec.approver(),
                spec.names().size(),
                spec.names().stream().anyMatch(name -> name.startsWith("*.")));
    }

    private OrderRequest request(CertificateSpec spec) {
        ResellerProvider provider = ResellerProvider.named(spec.reseller());
        OrderRequest.Builder request = OrderRequest.builder(spec.product())
                .csr(KeyAndCsr.ecP256(
                                spec.names().get(0),
                                spec.names().stream().skip(1).toArray(String[]::new))
                        .csr())
                .names(spec.names())
                .validity(spec.validity().orElseGet(() -> ProductOptions.longest(provider, clock())))
                .dcv(spec.dcv());
        spec.dcvByName().forEach(request::dcv);
        spec.language().ifPresent(request::language);
        spec.organization().ifPresent(request::organization);
        spec.approver().ifPresent(request::approver);
        return request.build();
    }

    /** Creates the run that orders and delivers the certificates of the file. */
    FleetRun run(FleetListener listener) {
        return FleetRun.builder(resellers, book, vault(), deployment())
                .clock(clock())
                .limits(ValidityLimits.baselineRequirements())
                .publishers(publishers)
                .listener(listener)
                .build();
    }

    private Deployment deployment() {
        FolderDeployment folder = FolderDeployment.in(folder()).build();
        return builtIn ? new WithoutCommands(folder) : folder;
    }

    private Path folder() {
        return placed(file.folder().value(), "certificates");
    }

    private Path keys() {
        return placed(file.keys().value(), "keys");
    }

    /**
     * Returns the given path. In a rehearsal, returns the path with the given name in the folder of the rehearsal
     * instead.
     */
    private Path placed(Path path, String name) {
        return rehearsal
                .map(folder ->
                        file.file().toAbsolutePath().resolveSibling(folder).resolve(name))
                .orElse(path);
    }

    /** Returns the vault of the private keys. A read-only session does not create the folder of the vault. */
    private KeyVault vault() {
        if (!readOnly || Files.exists(keys())) {
            return KeyVault.in(keys());
        }
        try {
            Path empty = Files.createTempDirectory("certbridge");
            closing(() -> {
                Files.deleteIfExists(empty.resolve(".lock"));
                Files.deleteIfExists(empty);
            });
            return KeyVault.in(empty);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary folder", e);
        }
    }

    private Clock clock() {
        return context.options().clock();
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                context.err().println(ExitCode.oneLine(e));
            }
        }
    }

    /** A deployment that never runs the commands of certificates. */
    private record WithoutCommands(Deployment folder) implements Deployment {

        @Override
        public Optional<IssuedCertificate> deployed(CertificateSpec spec) {
            return folder.deployed(spec);
        }

        @Override
        public void install(CertificateSpec spec, IssuedCertificate certificate, KeyAndCsr key) {
            folder.install(spec, certificate, key);
        }

        @Override
        public Map<String, String> activate(Collection<CertificateSpec> specs) {
            return Map.of();
        }

        @Override
        public boolean isPending(CertificateSpec spec) {
            return false;
        }
    }
}
