package dev.certbridge.reseller.failure;

/**
 * The book was halted, because a reseller charged more than was allowed or by a person: nothing was sent. A person lets
 * it go on.
 */
@FailureSummary(
        value = "the order book is halted after an overcharge or by a person",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.ACT)
public final class BookHaltedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the reason of the halt. */
    public BookHaltedException(OperationRef origin, String reason) {
        super(origin, "nothing was sent: the order book is halted since " + reason + "; look, then resume it", null);
    }
}
