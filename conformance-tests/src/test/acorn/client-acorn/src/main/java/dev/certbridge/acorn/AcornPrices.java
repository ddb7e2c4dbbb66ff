package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopProduct;
import dev.certbridge.client.adapter.QuoteLimitCheck;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.Optional;

/** Reads prices from the product catalog. These reads cannot place an order. */
final class AcornPrices {

    private final AcornReads reads;

    AcornPrices(AcornReads reads) {
        this.reads = reads;
    }

    Quote quote(OrderRequest request) {
        ShopProduct product = reads.product(request.product());
        Optional<Money> price = AcornMapper.price(product.getPrice());
        return Quote.of(
                price,
                price.map(money -> Quote.Line.of(request.product(), "ORDER", 1, money.cents(), false)).stream()
                        .toList());
    }

    /**
     * Returns the price after comparing it with what is allowed; empty if any price is allowed. Throws {@link
     * SpendingLimitExceededException} if the price is not allowed.
     */
    Optional<Money> agreed(OrderRequest request, Spending spending) {
        if (spending instanceof Spending.UpTo limit) {
            Quote quote = quote(request);
            QuoteLimitCheck.require(AcornRequests.ORDER, quote, limit);
            return quote.total();
        }
        return spending instanceof Spending.Acknowledging seen ? Optional.of(same(request, seen)) : Optional.empty();
    }

    private Money same(OrderRequest request, Spending.Acknowledging seen) {
        Money total = QuoteLimitCheck.requireWhole(AcornRequests.ORDER, seen);
        Quote now = quote(request);
        if (!now.equals(seen.quote())) {
            throw new SpendingLimitExceededException(
                    AcornRequests.ORDER, now, seen, "the price is another one than the one that was seen");
        }
        return total;
    }
}
