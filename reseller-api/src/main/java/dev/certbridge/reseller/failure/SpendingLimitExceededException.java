package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;

/** The quote does not fit what was allowed, or cannot be read as a price: nothing was ordered. */
@FailureSummary(
        value = "the quote exceeds the limit, or is not a readable price",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class SpendingLimitExceededException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Quote quote;
    private final transient Spending limit;

    /** The quote, what was allowed, and in one sentence why they do not fit. */
    public SpendingLimitExceededException(OperationRef origin, Quote quote, Spending limit, String why) {
        super(origin, "nothing was ordered: " + why + " (quoted " + quote + ", allowed " + limit + ")", null);
        this.quote = quote;
        this.limit = limit;
    }

    /** What the reseller would charge. */
    public Quote quote() {
        return quote;
    }

    /** What was allowed. */
    public Spending limit() {
        return limit;
    }
}
