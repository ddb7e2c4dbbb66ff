package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge order}: orders a certificate and writes it with its key. */
@Command(
        name = "order",
        description = {
            "Orders a certificate and writes it to disk. The private key is written to disk before the order is"
                    + " placed.",
            "By default, orders at a built-in stub of each reseller. A stub imitates a reseller on this machine: nothing real"
                    + " is sold, and no browser trusts the certificates.",
            "--live spends real money, and needs --reseller, --product and --intent. --live also needs"
                    + " --spend-up-to if the reseller quotes prices, and --unquoted if the reseller quotes no prices."
        },
        footer = "  certbridge order www.example.com")
final class OrderCommand extends ResellerCommand implements NamedOrder {

    @Mixin
    private final NameParameters names = new NameParameters();

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Mixin
    private final ProductOptions product = new ProductOptions();

    @Mixin
    private final KeyOptions key = new KeyOptions();

    @Mixin
    private final RequestOptions request = new RequestOptions();

    @Mixin
    private final SpendingOptions spending = new SpendingOptions();

    @Mixin
    private final OutputOptions files = new OutputOptions();

    @Mixin
    private final OutputOptions.Timeout timeout = new OutputOptions.Timeout();

    @Override
    public Integer call() {
        List<String> valid = names.valid();
        List<ResellerProvider> providers = resellers.selected(connection);
        Duration limit = timeout.limit();
        providers.forEach(provider -> spending.require(connection, provider));
        product.require(connection);
        KeyOptions.Choice choice = key.read();
        files.requireOne(providers, output);
        Optional<Integer> there = existing(providers, valid, choice);
        if (there.isPresent()) {
            return there.get();
        }
        List<ResellerSession> sessions = new ArrayList<>();
        try {
            List<OrderRun> runs = new ArrayList<>();
            for (ResellerProvider provider : providers) {
                // All local checks pass before the first reseller is called.
                ResellerSession session = connection.connect(provider);
                sessions.add(session);
                OrderRequest draft =
                        request.addTo(product.order(provider, valid, output)).build();
                runs.add(new OrderRun(session, spending.intent(valid.get(0)), draft, choice, spending, files, output));
            }
            return OrderRun.all(runs, limit, connection, output);
        } finally {
            sessions.forEach(ResellerSession::close);
        }
    }

    /**
     * Prints the certificates of an earlier run at built-in stubs, and orders nothing. Users can repeat the first
     * example of the documentation, and get no error. Returns empty if files of a certificate are missing, or if the
     * domain names or the key differ from the arguments.
     */
    private Optional<Integer> existing(List<ResellerProvider> providers, List<String> valid, KeyOptions.Choice choice) {
        if (!connection.isBuiltIn() || files.force() || files.isStandardOutput()) {
            return Optional.empty();
        }
        List<ObjectNode> results = new ArrayList<>();
        List<Consumer<ProgressReport>> reports = new ArrayList<>();
        for (ResellerProvider provider : providers) {
            OutputFolder folder = files.folder(provider, valid.get(0));
            Optional<IssuedCertificate> issued = folder.complete(valid)
                    .filter(found -> choice.matches(found.leaf().getPublicKey()));
            if (issued.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode result = JsonOutput.run(provider, spending.intent(valid.get(0)));
            result.set("certificate", JsonOutput.issued(issued.get()));
            results.add(result.put("folder", folder.path().toString()).put("exit", ExitCode.DONE.code()));
            reports.add(report -> {
                report.heading(provider.name());
                report.certificate(issued.get());
                report.line("files", folder.listed());
            });
        }
        output.print(JsonOutput.list("results", results.stream()).put("exit", ExitCode.DONE.code()), report -> {
            report.item("Nothing was ordered: the certificates of an earlier run already exist. To order again,"
                    + " use --force. The old files are kept.");
            reports.forEach(each -> each.accept(report));
        });
        return Optional.of(ExitCode.DONE.code());
    }

    @Override
    public ExitCode exitWhenRefused() {
        return spending.exitWhenRefused(names.names.stream().findFirst(), connection.bookFiles(resellers.name()));
    }

    /** The domain names of a certificate. */
    static final class NameParameters {

        @Parameters(
                arity = "1..*",
                paramLabel = "NAME",
                description =
                        "The domain names, the common name first. Write international names in A-label form (xn--...).")
        private List<String> names = List.of();

        /** Returns the domain names without repetitions. Throws if a domain name is invalid. */
        List<String> valid() {
            return names.stream().map(DomainName::requireValid).distinct().toList();
        }
    }

    /** {@code certbridge quote}: shows the price of an order. */
    @Command(
            name = "quote",
            description = "Shows the price of an order, at resellers that quote prices. Orders nothing.",
            footer = "  certbridge quote www.example.com --reseller realtime")
    static final class QuoteCommand extends ResellerCommand {

        @Mixin
        private final NameParameters names = new NameParameters();

        @Mixin
        private final ResellerOption resellers = new ResellerOption();

        @Mixin
        private final ProductOptions product = new ProductOptions();

        @Mixin
        private final KeyOptions key = new KeyOptions();

        @Mixin
        private final RequestOptions options = new RequestOptions();

        @Override
        public Integer call() {
            List<String> valid = names.valid();
            List<ResellerProvider> providers = resellers.selected(connection);
            product.require(connection);
            KeyOptions.Choice choice = key.read();
            List<ObjectNode> quotes = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            for (ResellerProvider provider : providers) {
                try (ResellerSession session = connection.connect(provider)) {
                    OrderRequest request = options.addTo(product.order(provider, valid, output))
                            .csr(choice.csr()
                                    .orElseGet(() -> key(session, valid, choice).csr()))
                            .build();
                    // If a single reseller is selected and it quotes no prices, the command fails. With several
                    // resellers, the result contains a line that says so.
                    Optional<Quote> quote =
                            providers.size() == 1 || session.reseller().supports(Capability.QUOTE)
                                    ? Optional.of(session.reseller().quote(request))
                                    : Optional.empty();
                    quotes.add(JsonOutput.quote(provider.name(), request, quote));
                    lines.add(provider.name() + "  " + request.product() + "  "
                            + quote.map(Quote::toString).orElse("quotes no prices"));
                }
            }
            output.printList("quotes", quotes, lines, "");
            return ExitCode.DONE.code();
        }

        /**
         * Returns the key for a quote request. The key is stored beside the order book, because a reseller may treat a
         * quote request as an order.
         */
        private static KeyAndCsr key(ResellerSession session, List<String> names, KeyOptions.Choice choice) {
            return session.bookFile()
                    .map(file -> KeyVault.in(BookLocations.quoteKeys(file))
                            .getOrCreate(DomainName.namesSha256(names) + choice.suffix(), () -> choice.generate(names)))
                    .orElseGet(() -> choice.generate(names));
        }
    }
}
