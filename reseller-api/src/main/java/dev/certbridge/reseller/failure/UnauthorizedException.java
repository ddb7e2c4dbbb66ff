package dev.certbridge.reseller.failure;

/** The key is missing, wrong or not allowed to do this (401, 403). */
@WhatHappened("rejected, nothing ordered: the key is missing, wrong or not allowed to do this")
public final class UnauthorizedException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** The refusal as the reseller worded it. */
    public UnauthorizedException(OperationRef origin, Refusal refusal) {
        super(origin, refusal, "not authorized: " + refusal);
    }
}
