package dev.certbridge.conformance.money;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.Optional;

/** What is said about the price. */
enum PriceTerms {
    /** At most what it costs, to the cent. */
    UP_TO,
    /** What was quoted before. */
    ACKNOWLEDGING,
    /** Whatever it costs. */
    UNQUOTED,
    /** Only the question is asked. */
    ASKING;

    /** As it is said with this request; asks for the price where that is needed. */
    Spending spending(CertificateReseller reseller, OrderRequest request) {
        return switch (this) {
            case UP_TO -> Spending.upTo(total(reseller.quote(request)));
            case ACKNOWLEDGING -> Spending.acknowledging(reseller.quote(request));
            case UNQUOTED, ASKING -> Spending.unquoted();
        };
    }

    /** The most that may be charged, where there is a most. */
    static Optional<Money> most(Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            return Optional.of(limit.limit());
        }
        return spending instanceof Spending.Acknowledging seen ? Optional.of(total(seen.quote())) : Optional.empty();
    }

    private static Money total(Quote quote) {
        Money total = quote.total().orElseThrow();
        return quote.free() ? new Money("EUR", 0) : total;
    }
}
