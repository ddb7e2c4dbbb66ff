package dev.certbridge.reseller.failure;

/**
 * The book was halted, because a reseller charged more than was allowed or by a person: nothing was sent. A person lets
 * it go on.
 */
@WhatHappened("the book is halted, after an overcharge or by a person, and nobody has looked yet: nothing sent")
public final class BookHaltedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    /** Why it was halted. */
    public BookHaltedException(OperationRef origin, String reason) {
        super(origin, "nothing was sent: the order book is halted since " + reason + "; look, then resume it", null);
    }
}
