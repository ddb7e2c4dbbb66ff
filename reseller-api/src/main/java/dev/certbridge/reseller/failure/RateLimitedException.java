package dev.certbridge.reseller.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Too many requests or failed log-ins (429): nothing was ordered, wait before the next call. */
@WhatHappened("rejected, nothing ordered: too many requests; `retryAfter()`")
public final class RateLimitedException extends RejectedException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** The refusal and how long the reseller asks to wait, when it says. */
    public RateLimitedException(Origin origin, Refusal refusal, @Nullable Duration retryAfter) {
        super(origin, refusal, "rate limited: " + refusal);
        this.retryAfter = retryAfter;
    }

    /** How long to wait, from {@code Retry-After} in either form. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
