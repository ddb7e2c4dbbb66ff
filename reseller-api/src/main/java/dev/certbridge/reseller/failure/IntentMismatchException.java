package dev.certbridge.reseller.failure;

/** The book holds this intent for another request, or this public key for another intent: nothing was sent. */
@WhatHappened("the book knows this intent or key for something else: nothing sent")
public final class IntentMismatchException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** What does not match. */
    public IntentMismatchException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
