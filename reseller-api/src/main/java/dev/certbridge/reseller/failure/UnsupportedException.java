package dev.certbridge.reseller.failure;

/** The reseller cannot do this: nothing was sent. */
@FailureSummary(value = "this reseller cannot do this", outcome = Outcome.NOT_SENT, nextStep = NextStep.CORRECT)
public final class UnsupportedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with what is not supported, and why. */
    public UnsupportedException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
