package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import java.util.Objects;

/** A publisher could not publish a record; the cause is what it threw. */
final class PublishingFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    PublishingFailedException(DnsRecord record, Exception cause) {
        super("the record " + record + " could not be published", cause);
    }

    /**
     * True when the next look may get over it: the DNS service was down, busy, or not reached. An answer that was lost
     * counts too, for a record may be published again.
     */
    boolean passes() {
        return getCause() instanceof ResellerException e
                && (TransientFailures.is(e) || e instanceof OutcomeUnknownException);
    }

    /** As a publisher's own failure, unchecked. */
    RuntimeException unchecked() {
        Throwable thrown = Objects.requireNonNull(getCause());
        return thrown instanceof RuntimeException own ? own : new IllegalStateException(getMessage(), thrown);
    }
}
