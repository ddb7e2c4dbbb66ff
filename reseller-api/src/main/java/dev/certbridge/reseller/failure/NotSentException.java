package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/** No order left this machine: no connection, or the call was stopped before its first byte. Safe to repeat. */
@FailureSummary(value = "no order left this machine", outcome = Outcome.NOT_SENT, nextStep = NextStep.RETRY)
public final class NotSentException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with what stopped the call before its first byte. */
    public NotSentException(OperationRef origin, String why, @Nullable Throwable cause) {
        super(origin, "nothing was sent: " + why, cause);
    }
}
