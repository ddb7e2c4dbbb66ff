package dev.certbridge.cli;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge order}: orders a certificate and writes it with its key. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Orders a certificate and writes it to disk: by default at a stub of each reseller inside this process.",
            "Stubs sell nothing real: their certificates are trusted nowhere. --live spends real money, and needs"
                    + " --reseller, --product, --intent, and --spend-up-to where the reseller quotes prices or --unquoted"
                    + " where it does not. The private key is on disk before the order."
        },
        footer = {"", "Example:", "  certbridge order www.example.com"})
final class OrderCommand extends ResellerCommand implements NamedOrder {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names, the common name first, in A-label form.")
    private List<String> names = List.of();

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Mixin
    private final ProductOptions product = new ProductOptions();

    @Mixin
    private final SpendingOptions spending = new SpendingOptions();

    @Mixin
    private final OutputOptions files = new OutputOptions();

    @Mixin
    private final OutputOptions.Timeout timeout = new OutputOptions.Timeout();

    @Override
    public Integer call() {
        List<String> valid =
                names.stream().map(DomainName::requireValid).distinct().toList();
        List<ResellerProvider> providers = resellers.selected(connection);
        Duration limit = timeout.limit();
        providers.forEach(provider -> spending.require(connection, provider));
        product.require(connection);
        Optional<Csr> csr = product.csr();
        List<ResellerSession> sessions = new ArrayList<>();
        try {
            List<OrderRun> runs = new ArrayList<>();
            for (ResellerProvider provider : providers) {
                // All local checks pass before the first reseller is called.
                ResellerSession session = connection.connect(provider);
                sessions.add(session);
                runs.add(new OrderRun(session, product.order(provider, valid), csr, spending, files, output));
            }
            return OrderRun.all(runs, limit, connection, output);
        } finally {
            sessions.forEach(ResellerSession::close);
        }
    }

    @Override
    public ExitCode exitWhenRefused() {
        return spending.exitWhenRefused(names.stream().findFirst(), connection.bookFiles(resellers.name()));
    }
}
