package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge order}: a key, a CSR, an order, and the certificate on disk. */
@Command(
        name = "order",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Orders a certificate and writes it to disk: at a stub of each reseller inside this process, or where you say.",
            "The stubs sell nothing real: their certificates are trusted nowhere. --live spends real money, and only with"
                    + " --at, --product, --intent, and --spend-up-to (Realtime Register) or --unquoted (regfish). The private"
                    + " key is on disk before the order."
        },
        footer = {"", "Example:", "  certbridge order www.example.com"})
final class OrderCommand implements Callable<Integer>, NamedOrder {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names, the common name first, in A-label form.")
    private List<String> names = List.of();

    @Mixin
    private final ResellerOption sellers = new ResellerOption();

    @Mixin
    private final ProductOptions wanted = new ProductOptions();

    @Mixin
    private final SpendingOptions purse = new SpendingOptions();

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final OutputOptions destination = new OutputOptions();

    @Mixin
    private final TimeoutOption patience = new TimeoutOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        List<String> checked =
                names.stream().map(DomainName::requireValid).distinct().toList();
        List<Subject> subjects = sellers.chosen(reach);
        Duration limit = patience.limit();
        subjects.forEach(subject -> purse.require(reach, subject));
        wanted.require(reach);
        Optional<Csr> csr = wanted.csr();
        List<ResellerSession> connected = new ArrayList<>();
        try {
            List<OrderRun> runs = new ArrayList<>();
            for (Subject subject : subjects) {
                // Everything that can be refused is refused before the first reseller is asked for anything.
                ResellerSession at = reach.connect(subject);
                connected.add(at);
                runs.add(new OrderRun(at, wanted.order(subject, checked), csr, purse, destination, output));
            }
            return OrderRuns.finish(runs, limit, reach, output);
        } finally {
            connected.forEach(ResellerSession::close);
        }
    }

    @Override
    public ExitCode endOfRefusal() {
        return purse.endOfRefusal(names.stream().findFirst(), reach.bookFiles(sellers.named()));
    }
}
