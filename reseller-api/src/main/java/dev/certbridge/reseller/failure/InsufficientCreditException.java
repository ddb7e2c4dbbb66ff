package dev.certbridge.reseller.failure;

/** The account's credit does not cover the order. */
@FailureSummary(
        value = "rejected: the account's credit does not cover the order",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.ACT)
public final class InsufficientCreditException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the reseller's refusal. */
    public InsufficientCreditException(OperationRef origin, Refusal refusal) {
        super(origin, refusal, "not enough credit: " + refusal);
    }
}
