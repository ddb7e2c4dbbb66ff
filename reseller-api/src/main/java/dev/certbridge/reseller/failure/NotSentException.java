package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/** Nothing that orders left this machine: no connection, or the call was stopped before its first byte. Safe to repeat. */
@WhatHappened("nothing that orders left this machine: safe to repeat")
public final class NotSentException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** What stopped the call before its first byte. */
    public NotSentException(OperationRef origin, String why, @Nullable Throwable cause) {
        super(origin, "nothing was sent: " + why, cause);
    }
}
