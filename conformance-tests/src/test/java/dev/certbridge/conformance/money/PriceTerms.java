package dev.certbridge.conformance.money;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.Optional;

/** The price terms of a spend. */
enum PriceTerms {
    /** A limit that equals the price. */
    UP_TO,
    /** An acknowledged quote. */
    ACKNOWLEDGING,
    /** No limit. */
    UNQUOTED,
    /** A quote alone. */
    ASKING;

    /** Returns these terms for a request; quotes where that is needed. */
    Spending spending(CertificateReseller reseller, OrderRequest request) {
        return switch (this) {
            case UP_TO -> Spending.upTo(total(reseller.quote(request)));
            case ACKNOWLEDGING -> Spending.acknowledging(reseller.quote(request));
            case UNQUOTED, ASKING -> Spending.unquoted();
        };
    }

    /** Returns the most that may be charged, if there is a limit. */
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
