package dev.certbridge.reseller.failure;

/** The named budget does not cover this order: nothing was sent. */
@WhatHappened("a named budget of the book does not cover it: nothing sent")
public final class BudgetExhaustedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Which budget, what is left, what was asked. */
    public BudgetExhaustedException(OperationRef origin, String message) {
        super(origin, message, null);
    }
}
