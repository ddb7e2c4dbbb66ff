package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure before an order was sent: there was no connection, or the call was stopped before its first byte. Certainly
 * nothing was ordered, and the call can be repeated safely.
 */
@FailureSummary(value = "no order was sent", outcome = Outcome.NOT_SENT, nextStep = NextStep.RETRY)
public final class NotSentException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Creates the failure with the reason why nothing was sent. */
    public NotSentException(OperationRef origin, String why, @Nullable Throwable cause) {
        super(origin, "nothing was sent: " + why, cause);
    }
}
