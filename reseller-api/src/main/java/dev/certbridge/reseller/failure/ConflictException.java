package dev.certbridge.reseller.failure;

/**
 * A refusal because the state of an order or certificate at the reseller does not allow the request. The method {@link
 * #reason()} states if waiting helps.
 */
@FailureSummary(
        value = "rejected: the state of the order or certificate does not allow the call; if `reason()`"
                + " is `NOT_READY`, wait",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class ConflictException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** The reasons why the state does not allow the request. */
    public enum Reason {
        /** The certificate cannot be downloaded yet, but waiting helps. */
        NOT_READY,
        /** The state does not change by itself, so waiting does not help. */
        WRONG_STATE,
        /** The reseller gives no reason. */
        UNKNOWN
    }

    private final Reason reason;

    /** Creates the failure with the reseller's refusal and its reason. */
    public ConflictException(OperationRef origin, Refusal refusal, Reason reason) {
        super(origin, refusal, "conflict (" + reason + "): " + refusal);
        this.reason = reason;
    }

    /** Returns {@link Outcome#READ_FAILED} for {@link Reason#NOT_READY}, and {@link Outcome#NOT_ORDERED} otherwise. */
    @Override
    public Outcome outcome() {
        return reason == Reason.NOT_READY ? Outcome.READ_FAILED : super.outcome();
    }

    /** Returns {@link NextStep#AWAIT} for {@link Reason#NOT_READY}, and {@link NextStep#CORRECT} otherwise. */
    @Override
    public NextStep nextStep() {
        return reason == Reason.NOT_READY ? NextStep.AWAIT : super.nextStep();
    }

    /** Returns the reason. */
    public Reason reason() {
        return reason;
    }
}
