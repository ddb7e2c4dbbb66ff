package dev.certbridge.reseller.failure;

/**
 * A refusal because the order book is halted. Nothing was sent. The book was halted by an overcharge or by a person,
 * and a person has to resume it with {@link dev.certbridge.reseller.book.OrderBook#resume}.
 */
@FailureSummary(
        value = "the order book is halted after an overcharge or by a person",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.ACT)
public final class BookHaltedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the reason of the halt. */
    public BookHaltedException(OperationRef origin, String reason) {
        super(
                origin,
                "nothing was sent: the order book is halted: " + reason
                        + ". Check the orders at the reseller, then resume the book",
                null);
    }
}
