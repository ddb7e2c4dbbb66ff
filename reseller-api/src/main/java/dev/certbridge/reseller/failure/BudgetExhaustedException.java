package dev.certbridge.reseller.failure;

/** The named budget does not cover this order: nothing was sent. */
@FailureSummary(
        value = "a budget of the book does not cover the order",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.ACT)
public final class BudgetExhaustedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the budget, what is left and what was requested. */
    public BudgetExhaustedException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
