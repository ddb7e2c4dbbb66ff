package dev.certbridge.cli;

import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.ResellerProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names the intent of an order and limits what it may cost. */
final class SpendingOptions {

    @Option(
            names = "--intent",
            order = 30,
            paramLabel = "NAME",
            description = "Idempotency key. Repeating a command with the same key and order book never orders twice."
                    + " Needed with --live.")
    private @Nullable Intent intent;

    @Option(
            names = "--spend-up-to",
            order = 30,
            paramLabel = "MONEY",
            description = "Refuse a quote above this, such as EUR:25.00. Default, at stubs only: the quoted price.")
    private @Nullable Money limit;

    @Option(names = "--unquoted", order = 30, description = "Order without a price, where the reseller quotes none.")
    private boolean unquoted;

    @Option(
            names = "--budget",
            order = 30,
            paramLabel = "NAME",
            description = "Count the order against this budget of the order book.")
    private @Nullable String budget;

    /** Refuses to spend real money without an intent, and without a limit or its explicit absence. */
    void require(ConnectionOptions connection, ResellerProvider provider) {
        if (!connection.isReal()) {
            return;
        }
        if (intent == null) {
            throw new IllegalArgumentException("nothing was sent: an order for real money needs --intent NAME, an"
                    + " idempotency key; repeat the command with the same key to try again");
        }
        if (provider.quotesPrices() && limit == null) {
            throw new IllegalArgumentException("nothing was sent: " + provider.name()
                    + " quotes prices; set a limit with --spend-up-to, such as EUR:25.00");
        }
        if (!provider.quotesPrices() && (!unquoted || limit != null)) {
            throw new IllegalArgumentException("nothing was sent: " + provider.name()
                    + " quotes no prices; pass --unquoted to order without a price, and no --spend-up-to");
        }
    }

    /** Returns the exit code of a refused run by what these books hold for the intent; see {@link NamedOrder}. */
    ExitCode exitWhenRefused(Optional<String> otherwise, List<Path> books) {
        try {
            return Optional.ofNullable(intent)
                    .or(() -> otherwise.map(this::intent))
                    .map(named -> NamedOrder.exitWhenRefused(books, book -> book.attempts(named)))
                    .orElse(ExitCode.USAGE);
        } catch (IllegalArgumentException e) {
            // Nothing was ever ordered under a name that cannot be an intent.
            return ExitCode.USAGE;
        }
    }

    /** Returns the intent; without {@code --intent} one that equal commands share. */
    Intent intent(String otherwise) {
        return intent == null ? Intent.of(otherwise.length() > 200 ? otherwise.substring(0, 200) : otherwise) : intent;
    }

    /** Returns the limit of the arguments; empty when the price has to be quoted first. */
    Optional<Spending> given(CertificateReseller reseller) {
        boolean quotes = reseller.supports(Capability.QUOTE);
        if (limit != null && (quotes || !unquoted)) {
            return Optional.of(Spending.upTo(limit)).map(this::budgeted);
        }
        return quotes && !unquoted
                ? Optional.empty()
                : Optional.of(Spending.unquoted()).map(this::budgeted);
    }

    /** Returns the limit of the arguments; without one, which only stubs allow, the quoted price. */
    Spending spending(CertificateReseller reseller, OrderRequest request) {
        return given(reseller).orElseGet(() -> budgeted(Spending.acknowledging(reseller.quote(request))));
    }

    private Spending budgeted(Spending spending) {
        return budget == null ? spending : spending.from(budget);
    }
}
