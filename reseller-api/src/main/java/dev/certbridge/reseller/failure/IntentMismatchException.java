package dev.certbridge.reseller.failure;

/**
 * A refusal because the intent was already used for another request, or the public key was already used for another
 * intent. Nothing was sent.
 */
@FailureSummary(
        value = "the intent or the key was already used for another request",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class IntentMismatchException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with a message that describes the mismatch. */
    public IntentMismatchException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
