package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Refuses a quote if the total is above the price limit, or if the amounts of the quote are missing or contradictory.
 */
public final class QuoteLimitCheck {

    private static final String NO_TOTAL = "the quote has no total that is a whole number of cents";

    private QuoteLimitCheck() {}

    /**
     * Throws {@link SpendingLimitExceededException} if the total of the quote is above the price limit, or if the
     * amounts of the quote are missing or contradictory.
     */
    public static void require(OperationRef origin, Quote quote, Spending.UpTo spending) {
        objection(quote, spending.limit()).ifPresent(why -> {
            throw new SpendingLimitExceededException(origin, quote, spending, why);
        });
    }

    /**
     * Returns the total of a quote that the caller has acknowledged. Throws {@link SpendingLimitExceededException} if
     * the quote has no total, or if its amounts are contradictory.
     */
    public static Money requireWhole(OperationRef origin, Spending.Acknowledging spending) {
        Quote quote = spending.quote();
        Money total =
                quote.total().orElseThrow(() -> new SpendingLimitExceededException(origin, quote, spending, NO_TOTAL));
        objection(quote, total).ifPresent(why -> {
            throw new SpendingLimitExceededException(origin, quote, spending, why);
        });
        return total;
    }

    private static Optional<String> objection(Quote quote, Money limit) {
        if (quote.total().isEmpty()) {
            return Optional.of(NO_TOTAL);
        }
        if (quote.lines().stream().anyMatch(line -> line.quantity() < 1)) {
            return Optional.of("the quote has a line with a quantity below 1");
        }
        long different = quote.lines().stream()
                .map(line -> line.product() + " " + line.action())
                .distinct()
                .count();
        if (different != quote.lines().size()) {
            return Optional.of("the quote lists the same charge twice");
        }
        // A quote may lack a currency only if all its lines are free.
        boolean free = quote.free();
        if (free && quote.lines().stream().allMatch(line -> line.cents() == 0)) {
            return Optional.empty();
        }
        // BigInteger prevents an overflow, after which a wrong sum could equal the total.
        BigInteger lines = quote.lines().stream()
                .map(line -> BigInteger.valueOf(line.cents()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        Money total = quote.total().get();
        if (!total.currency().equals(limit.currency())) {
            return Optional.of("the quote is in " + total.currency() + " and the limit in " + limit.currency());
        }
        if (!lines.equals(BigInteger.valueOf(total.cents()))) {
            return Optional.of("the total of the quote is not the sum of its lines");
        }
        if (free) {
            return Optional.of("the total of the quote is zero, but its lines are not free");
        }
        return total.cents() > limit.cents() ? Optional.of("the quote is above the limit") : Optional.empty();
    }
}
