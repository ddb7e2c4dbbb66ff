package dev.certbridge.reseller.failure;

/** A refusal because the named budget does not exist or does not cover the order. Nothing was ordered. */
@FailureSummary(
        value = "a budget of the book does not cover the order",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.ACT)
public final class BudgetExhaustedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message that contains the budget, its remaining part and the requested price. */
    public BudgetExhaustedException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
