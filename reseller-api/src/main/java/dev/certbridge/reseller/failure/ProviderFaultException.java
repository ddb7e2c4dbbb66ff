package dev.certbridge.reseller.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reseller failed while reading (5xx), or its answer to a read was lost. Reading again is safe. */
@FailureSummary(
        value = "a read failed at the reseller or on the way",
        outcome = Outcome.READ_FAILED,
        nextStep = NextStep.RETRY)
public final class ProviderFaultException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    /** Creates the failure with the HTTP status, 0 when there was none, and what is wrong. */
    public ProviderFaultException(OperationRef origin, int status, String message, @Nullable Throwable cause) {
        this(origin, status, message, cause, null);
    }

    /** Creates the failure, with how long the reseller asks to wait. */
    public ProviderFaultException(
            OperationRef origin, int status, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(origin, (status == 0 ? "" : status + " ") + message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Returns the HTTP status; 0 when no answer arrived. */
    public int status() {
        return status;
    }

    /** Returns how long to wait, from {@code Retry-After} in either form. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
