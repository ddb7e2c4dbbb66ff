package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge quote}: what an order would cost. */
@Command(
        name = "quote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"Tells what an order would cost, where the reseller tells that. Nothing is ordered."},
        footer = {"", "Example:", "  certbridge quote www.example.com --at realtime"})
final class QuoteCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names, the common name first, in A-label form.")
    private List<String> names = List.of();

    @Mixin
    private final ResellerOption sellers = new ResellerOption();

    @Mixin
    private final ConnectionOptions reach = new ConnectionOptions();

    @Mixin
    private final ProductOptions wanted = new ProductOptions();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        List<String> checked =
                names.stream().map(DomainName::requireValid).distinct().toList();
        List<Subject> subjects = sellers.chosen(reach);
        wanted.require(reach);
        Optional<Csr> csr = wanted.csr();
        List<ObjectNode> quotes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Subject subject : subjects) {
            try (ResellerSession at = reach.connect(subject)) {
                OrderRequest request = wanted.order(subject, checked).toBuilder()
                        .csr(csr.orElseGet(() -> key(at, checked).csr()))
                        .build();
                // Asked for alone, a reseller that tells no price says so itself; among several it is one line of the
                // answer.
                Optional<Quote> quote = subjects.size() == 1 || at.reseller().supports(Capability.QUOTE)
                        ? Optional.of(at.reseller().quote(request))
                        : Optional.empty();
                quotes.add(JsonOutput.quote(subject.name(), request, quote));
                lines.add(subject.name() + "  " + request.product() + "  "
                        + quote.map(Quote::toString).orElse("tells no price"));
            }
        }
        output.tell(JsonOutput.list("quotes", quotes.stream()), report -> lines.forEach(report::item));
        return ExitCode.DONE.code();
    }

    /** Kept where a book is: should the reseller take the question for an order, its certificate is for this key. */
    private static KeyAndCsr key(ResellerSession at, List<String> names) {
        return at.bookFile()
                .map(file -> KeyVault.in(BookLocations.quoteKeys(file))
                        .getOrCreate(DomainName.namesSha256(names), () -> OrderKey.fresh(names)))
                .orElseGet(() -> OrderKey.fresh(names));
    }
}
