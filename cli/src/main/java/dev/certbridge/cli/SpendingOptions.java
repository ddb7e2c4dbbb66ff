package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What was said about money, and under which name it is spent. */
final class SpendingOptions {

    @Option(
            names = "--intent",
            paramLabel = "NAME",
            converter = IntentConverter.class,
            description =
                    "Your name for this wish: the same one in the same book never buys twice. Needed with --live.")
    private @Nullable Intent intent;

    @Option(
            names = "--spend-up-to",
            paramLabel = "MONEY",
            converter = MoneyConverter.class,
            description = "Refuse a quote above this, such as EUR:25.00. Default, on stubs only: what is quoted.")
    private @Nullable Money limit;

    @Option(names = "--unquoted", description = "Order without a price, where the reseller tells none.")
    private boolean unquoted;

    @Option(names = "--budget", paramLabel = "NAME", description = "Take it from this budget of the order book.")
    private @Nullable String budget;

    /** Refuses to spend real money that was not spoken of. */
    void require(ConnectionOptions reach, Subject subject) {
        if (!reach.real()) {
            return;
        }
        if (intent == null) {
            throw new IllegalArgumentException(
                    "nothing was sent: real money needs --intent NAME, your name for this wish; repeat it to try again");
        }
        if (subject.tellsPrices() && limit == null) {
            throw new IllegalArgumentException("nothing was sent: " + subject.name()
                    + " tells its price; say what it may be with --spend-up-to EUR:25.00");
        }
        if (!subject.tellsPrices() && (!unquoted || limit != null)) {
            throw new IllegalArgumentException("nothing was sent: " + subject.name()
                    + " tells no price; to order without one say --unquoted, and no --spend-up-to");
        }
    }

    /** As {@link NamedOrder#endOfRefusal()}, by what these books hold for the intent. */
    ExitCode endOfRefusal(Optional<String> otherwise, List<Path> books) {
        try {
            return Optional.ofNullable(intent)
                    .or(() -> otherwise.map(this::intent))
                    .map(named -> NamedOrder.endOfRefusal(books, book -> book.attempts(named)))
                    .orElse(ExitCode.USAGE);
        } catch (IllegalArgumentException e) {
            // What cannot be an intent was never ordered under.
            return ExitCode.USAGE;
        }
    }

    /** The name of the wish; without one, what a rerun of the same command would say. */
    Intent intent(String otherwise) {
        return intent == null ? Intent.of(otherwise.length() > 200 ? otherwise.substring(0, 200) : otherwise) : intent;
    }

    /** What was said, where that says all; else the price has to be asked for. */
    Optional<Spending> stated(CertificateReseller reseller) {
        boolean quotes = reseller.supports(Capability.QUOTE);
        if (limit != null && (quotes || !unquoted)) {
            return Optional.of(Spending.upTo(limit)).map(this::budgeted);
        }
        return quotes && !unquoted
                ? Optional.empty()
                : Optional.of(Spending.unquoted()).map(this::budgeted);
    }

    /** What was said, or else, on a stub, the price as quoted. */
    Spending spending(CertificateReseller reseller, OrderRequest request) {
        return stated(reseller).orElseGet(() -> budgeted(Spending.acknowledging(reseller.quote(request))));
    }

    private Spending budgeted(Spending spending) {
        return budget == null ? spending : spending.from(budget);
    }
}
