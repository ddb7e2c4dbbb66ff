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

/** The options that set the intent of an order and limit its cost. */
final class SpendingOptions {

    @Option(
            names = "--intent",
            order = 30,
            paramLabel = "NAME",
            description = "Idempotency key. A repeated command with the same key and order book never orders twice."
                    + " Needed with --live.")
    private @Nullable Intent intent;

    @Option(
            names = "--spend-up-to",
            order = 30,
            paramLabel = "MONEY",
            description = "The highest price, such as EUR:25.00. If the quote is higher, nothing is ordered. Default at"
                    + " stubs: the quoted price.")
    private @Nullable Money limit;

    @Option(
            names = "--unquoted",
            order = 30,
            description = "Order without a price limit. Needed with --live at resellers that quote no prices.")
    private boolean unquoted;

    @Option(
            names = "--budget",
            order = 30,
            paramLabel = "NAME",
            description = "Count the order against this budget of the order book.")
    private @Nullable String budget;

    /** For a real service, throws if {@code --intent} is missing, or if the price options do not fit the reseller. */
    void require(ConnectionOptions connection, ResellerProvider provider) {
        if (!connection.isReal()) {
            return;
        }
        if (intent == null) {
            throw new IllegalArgumentException("nothing was sent: an order for real money needs --intent NAME, an"
                    + " idempotency key. Repeat the command with the same key to try again");
        }
        if (provider.quotesPrices() && limit == null) {
            throw new IllegalArgumentException("nothing was sent: " + provider.name()
                    + " quotes prices. Set a limit with --spend-up-to, such as EUR:25.00");
        }
        if (!provider.quotesPrices() && (!unquoted || limit != null)) {
            throw new IllegalArgumentException("nothing was sent: " + provider.name()
                    + " quotes no prices; omit --spend-up-to, and pass --unquoted to order without a price");
        }
    }

    /**
     * Returns the exit code of a run whose arguments were refused. The exit code depends on the attempts of the intent
     * in these order books.
     *
     * @param otherwise the name of the intent if {@code --intent} is not given
     */
    ExitCode exitWhenRefused(Optional<String> otherwise, List<Path> books) {
        try {
            return Optional.ofNullable(intent)
                    .or(() -> otherwise.map(this::intent))
                    .map(named -> NamedOrder.exitWhenRefused(books, book -> book.attempts(named)))
                    .orElse(ExitCode.USAGE);
        } catch (IllegalArgumentException e) {
            // Nothing was ever ordered with a name that is not a valid intent.
            return ExitCode.USAGE;
        }
    }

    /**
     * Returns the intent that {@code --intent} names. Without {@code --intent}, the first 200 characters of the given
     * text are the name of the intent.
     */
    Intent intent(String otherwise) {
        return intent == null ? Intent.of(otherwise.length() > 200 ? otherwise.substring(0, 200) : otherwise) : intent;
    }

    /**
     * Returns the spending limit of the arguments. Returns empty if the reseller quotes prices and the arguments
     * contain no limit.
     */
    Optional<Spending> given(CertificateReseller reseller) {
        boolean quotes = reseller.supports(Capability.QUOTE);
        if (limit != null && (quotes || !unquoted)) {
            return Optional.of(Spending.upTo(limit)).map(this::budgeted);
        }
        return quotes && !unquoted
                ? Optional.empty()
                : Optional.of(Spending.unquoted()).map(this::budgeted);
    }

    /**
     * Returns the spending limit of the arguments, or the quoted price if the arguments contain no limit. Only commands
     * that call stubs may omit the limit.
     */
    Spending spending(CertificateReseller reseller, OrderRequest request) {
        return given(reseller).orElseGet(() -> budgeted(Spending.acknowledging(reseller.quote(request))));
    }

    private Spending budgeted(Spending spending) {
        return budget == null ? spending : spending.from(budget);
    }
}
