package dev.certbridge.reseller.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure of a read: the reseller responded with a 5xx status, or its response was lost. The read can be repeated
 * safely.
 */
@FailureSummary(
        value = "a read failed at the reseller or in the network",
        outcome = Outcome.READ_FAILED,
        nextStep = NextStep.RETRY)
public final class ProviderFaultException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    /** Creates the failure with a description and the HTTP status. The status is 0 if no response arrived. */
    public ProviderFaultException(OperationRef origin, int status, String message, @Nullable Throwable cause) {
        this(origin, status, message, cause, null);
    }

    /** Creates the failure with the waiting time that the reseller requests, or null if the reseller requests none. */
    public ProviderFaultException(
            OperationRef origin, int status, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(origin, (status == 0 ? "" : status + " ") + message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Returns the HTTP status; 0 if no response arrived. */
    public int status() {
        return status;
    }

    /**
     * Returns the time to wait, from a {@code Retry-After} header in seconds or as a date; empty if the response had no
     * such header.
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
