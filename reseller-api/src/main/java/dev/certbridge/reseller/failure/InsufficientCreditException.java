package dev.certbridge.reseller.failure;

/** A refusal because the credit of the account does not cover the order. Nothing was ordered. */
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
