package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure of a read: the response does not match the contract of the API. Examples are a response that is not JSON,
 * is too large or has an undocumented structure, and a certificate that is not the ordered certificate.
 */
@FailureSummary(
        value = "the answer to a read does not match the contract",
        outcome = Outcome.READ_FAILED,
        nextStep = NextStep.ACT)
public final class BrokenContractException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** Creates the failure with a description and the HTTP status. The status is 0 if no response arrived. */
    public BrokenContractException(OperationRef origin, int status, String message, @Nullable Throwable cause) {
        super(origin, (status == 0 ? "" : status + " ") + message, cause);
        this.status = status;
    }

    /** Returns the HTTP status; 0 if no response arrived. */
    public int status() {
        return status;
    }
}
