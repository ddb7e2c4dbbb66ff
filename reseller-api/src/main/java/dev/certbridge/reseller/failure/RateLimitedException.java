package dev.certbridge.reseller.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A refusal because of too many requests or failed logins (429). Nothing was ordered. Wait before the next call. */
@FailureSummary(
        value = "rejected: too many requests; wait for `retryAfter()`",
        outcome = Outcome.NOT_ORDERED,
        nextStep = NextStep.RETRY)
public final class RateLimitedException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** Creates the failure with the waiting time that the reseller requests, or null if the reseller requests none. */
    public RateLimitedException(OperationRef origin, Refusal refusal, @Nullable Duration retryAfter) {
        this(origin, refusal, retryAfter, null);
    }

    /**
     * Creates the failure with the waiting time that the reseller requests, and the end of this time by the reseller's
     * clock. A value that is not known is null.
     */
    public RateLimitedException(
            OperationRef origin, Refusal refusal, @Nullable Duration retryAfter, @Nullable Instant until) {
        super(origin, refusal, "rate limited: " + withoutFullStop(refusal) + wait(retryAfter, until));
        this.retryAfter = retryAfter;
    }

    private static String withoutFullStop(Refusal refusal) {
        String text = refusal.toString();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    private static String wait(@Nullable Duration retryAfter, @Nullable Instant until) {
        if (retryAfter == null) {
            return "; the reseller gives no waiting time, so wait some minutes before the next call";
        }
        return "; wait " + retryAfter.toSeconds() + " s before the next call"
                + (until == null ? "" : ", until " + until);
    }

    /**
     * Returns the time to wait, from a {@code Retry-After} header in seconds or as a date; empty if the response had no
     * such header.
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
