package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/** The answer to a read does not match the contract: not JSON, too large, an undocumented shape. */
@FailureSummary(
        value = "the answer to a read does not match the contract",
        outcome = Outcome.READ_FAILED,
        nextStep = NextStep.ACT)
public final class BrokenContractException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** Creates the failure with the HTTP status, 0 when there was none, and what is wrong. */
    public BrokenContractException(OperationRef origin, int status, String message, @Nullable Throwable cause) {
        super(origin, (status == 0 ? "" : status + " ") + message, cause);
        this.status = status;
    }

    /** Returns the HTTP status; 0 when no answer arrived. */
    public int status() {
        return status;
    }
}
