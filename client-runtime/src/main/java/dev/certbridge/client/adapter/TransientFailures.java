package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import java.time.Duration;

/** Which failures of a look the next look may get over: 5xx, no connection, a rate limit, not ready yet. */
final class TransientFailures {

    private TransientFailures() {}

    static boolean is(ResellerException e) {
        return isNotReady(e)
                || e instanceof ProviderFaultException
                || e instanceof NotSentException
                || e instanceof RateLimitedException;
    }

    /** True when nothing failed, only the certificate is not there yet. */
    static boolean isNotReady(ResellerException e) {
        return e instanceof ConflictException conflict && conflict.reason() == ConflictException.Reason.NOT_READY;
    }

    /** How long the reseller asks to wait; nothing where it does not. */
    static Duration wanted(ResellerException e) {
        if (e instanceof RateLimitedException limited) {
            return limited.retryAfter().orElse(Duration.ZERO);
        }
        return e instanceof ProviderFaultException fault ? fault.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    }
}
