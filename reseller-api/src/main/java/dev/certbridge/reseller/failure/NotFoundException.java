package dev.certbridge.reseller.failure;

/**
 * A refusal because the request refers to an order, a certificate or another object that does not exist in this account
 * (404, {@code ObjectDoesNotExist}).
 */
@FailureSummary(
        value = "rejected: the order, certificate or other object does not exist",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class NotFoundException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the reseller's refusal. */
    public NotFoundException(OperationRef origin, Refusal refusal) {
        super(origin, refusal, "not found: " + refusal);
    }
}
