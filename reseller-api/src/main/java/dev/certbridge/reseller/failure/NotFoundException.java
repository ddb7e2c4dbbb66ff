package dev.certbridge.reseller.failure;

/** What the request names does not exist for this account (404, {@code ObjectDoesNotExist}). */
@WhatHappened("rejected, nothing ordered: what the request names does not exist")
public final class NotFoundException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** The refusal as the reseller worded it. */
    public NotFoundException(OperationRef origin, Refusal refusal) {
        super(origin, refusal, "not found: " + refusal);
    }
}
