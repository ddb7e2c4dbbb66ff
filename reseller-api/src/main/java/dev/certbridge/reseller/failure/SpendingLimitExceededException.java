package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;

/**
 * A refusal because the quote exceeds the allowed price, differs from the acknowledged quote, or is not a readable
 * price. Nothing was ordered.
 */
@FailureSummary(
        value = "the quote exceeds the limit, or is not a readable price",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class SpendingLimitExceededException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Quote quote;
    private final transient Spending limit;

    /** Creates the failure with the quote, the allowed price, and the reason in one sentence. */
    public SpendingLimitExceededException(OperationRef origin, Quote quote, Spending limit, String why) {
        super(origin, "nothing was ordered: " + why + " (quoted " + quote + ", allowed " + limit + ")", null);
        this.quote = quote;
        this.limit = limit;
    }

    /** Returns the quote of the reseller. */
    public Quote quote() {
        return quote;
    }

    /** Returns the allowed price. */
    public Spending limit() {
        return limit;
    }
}
