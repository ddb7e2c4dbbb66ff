package dev.certbridge.reseller.failure;

/** The state at the reseller does not allow the request. {@link #reason()} says what that means for the operation. */
@FailureSummary(
        value = "rejected: the state does not allow it; with `reason()` `NOT_READY` a read failed, await it",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.CORRECT)
public final class ConflictException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** Why the state does not allow the request. */
    public enum Reason {
        /** Waiting helps: the certificate cannot be downloaded yet. */
        NOT_READY,
        /** Waiting does not help. */
        WRONG_STATE,
        /** The reseller does not say. */
        UNKNOWN
    }

    private final Reason reason;

    /** Creates a conflict with what it means for this operation. */
    public ConflictException(OperationRef origin, Refusal refusal, Reason reason) {
        super(origin, refusal, "conflict (" + reason + "): " + refusal);
        this.reason = reason;
    }

    /** Returns {@link Outcome#READ_FAILED} for a certificate that cannot be downloaded yet. */
    @Override
    public Outcome outcome() {
        return reason == Reason.NOT_READY ? Outcome.READ_FAILED : super.outcome();
    }

    /** Returns {@link NextStep#AWAIT} for a certificate that cannot be downloaded yet. */
    @Override
    public NextStep nextStep() {
        return reason == Reason.NOT_READY ? NextStep.AWAIT : super.nextStep();
    }

    /** Returns what the conflict means for this operation. */
    public Reason reason() {
        return reason;
    }
}
