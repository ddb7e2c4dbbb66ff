package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Spending;

/**
 * The order exists, and the reseller charged more than was allowed or an amount that cannot be read. Order nothing more
 * before a person has looked.
 */
@WhatHappened("charged more than was allowed: carries the order")
public final class OverspentException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** The order, what it was charged, and what was allowed. */
    public OverspentException(OperationRef origin, Order order, Money charged, Spending limit) {
        super(origin, "charged " + charged + " where " + limit + " was allowed; the order is " + order.id(), null);
        this.order = order;
    }

    private OverspentException(OperationRef origin, Order order, String message) {
        super(origin, message, null);
        this.order = order;
    }

    /** Returns the failure of an order whose charge is told and no readable amount: it may be more than was allowed. */
    public static OverspentException unreadable(OperationRef origin, Order order, Spending limit) {
        return new OverspentException(
                origin,
                order,
                "charged an amount that is not a whole number of cents, where " + limit
                        + " was allowed; look up what it cost. The order is " + order.id());
    }

    /** The order that was placed, with what it cost. */
    public Order order() {
        return order;
    }
}
