package dev.certbridge.reseller.failure;

/** A refusal because the reseller does not offer the function. Nothing was sent. */
@FailureSummary(
        value = "this reseller does not support the call",
        outcome = Outcome.NOT_SENT,
        nextStep = NextStep.CORRECT)
public final class UnsupportedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message that names the unsupported function and the reason. */
    public UnsupportedException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
