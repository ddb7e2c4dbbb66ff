package dev.certbridge.reseller.failure;

/** The account's credit does not cover the order. */
@WhatHappened("rejected, nothing ordered: the account's credit does not cover it")
public final class InsufficientCreditException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** The refusal as the reseller worded it. */
    public InsufficientCreditException(OperationRef origin, Refusal refusal) {
        super(origin, refusal, "not enough credit: " + refusal);
    }
}
