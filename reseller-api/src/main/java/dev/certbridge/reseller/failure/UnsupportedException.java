package dev.certbridge.reseller.failure;

/** The reseller cannot do this: nothing was sent. */
@WhatHappened("this reseller cannot do that: nothing sent")
public final class UnsupportedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** What is not supported, and why. */
    public UnsupportedException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
