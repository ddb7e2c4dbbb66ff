package dev.certbridge.reseller.failure;

/** A refusal because the API key is missing, wrong, or not permitted to make this call (401, 403). */
@FailureSummary(
        value = "rejected: the key is missing, wrong or not allowed to do this",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.ACT)
public final class UnauthorizedException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the reseller's refusal. */
    public UnauthorizedException(OperationRef origin, Refusal refusal) {
        super(origin, refusal, "not authorized: " + refusal);
    }
}
