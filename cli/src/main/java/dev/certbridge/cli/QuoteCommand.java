package dev.certbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.csr.KeyVault;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code certbridge quote}: shows the price of an order. */
@Command(
        name = "quote",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Shows the price of an order, at resellers that quote prices. Orders nothing.",
        footer = {"", "Example:", "  certbridge quote www.example.com --reseller realtime"})
final class QuoteCommand extends ResellerCommand {

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The names, the common name first, in A-label form.")
    private List<String> names = List.of();

    @Mixin
    private final ResellerOption resellers = new ResellerOption();

    @Mixin
    private final ProductOptions product = new ProductOptions();

    @Override
    public Integer call() {
        List<String> valid =
                names.stream().map(DomainName::requireValid).distinct().toList();
        List<ResellerProvider> providers = resellers.selected(connection);
        product.require(connection);
        Optional<Csr> csr = product.csr();
        List<ObjectNode> quotes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (ResellerProvider provider : providers) {
            try (ResellerSession session = connection.connect(provider)) {
                OrderRequest request = product.order(provider, valid).toBuilder()
                        .csr(csr.orElseGet(() -> key(session, valid).csr()))
                        .build();
                // If a single reseller is selected and it quotes no prices, the command fails. With several resellers,
                // the result contains a line that says so.
                Optional<Quote> quote =
                        providers.size() == 1 || session.reseller().supports(Capability.QUOTE)
                                ? Optional.of(session.reseller().quote(request))
                                : Optional.empty();
                quotes.add(JsonOutput.quote(provider.name(), request, quote));
                lines.add(provider.name() + "  " + request.product() + "  "
                        + quote.map(Quote::toString).orElse("quotes no prices"));
            }
        }
        output.print(JsonOutput.list("quotes", quotes.stream()), report -> lines.forEach(report::item));
        return ExitCode.DONE.code();
    }

    /**
     * Returns the key for a quote, stored beside the book if there is a book file. If a reseller treats the quote as an
     * order, it issues the certificate for this key.
     */
    private static KeyAndCsr key(ResellerSession session, List<String> names) {
        return session.bookFile()
                .map(file -> KeyVault.in(BookLocations.quoteKeys(file))
                        .getOrCreate(DomainName.namesSha256(names), () -> OrderKey.fresh(names)))
                .orElseGet(() -> OrderKey.fresh(names));
    }
}
