package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.Spending;

/** The order exists and the reseller charged more than was allowed. Order nothing more before a person has looked. */
@WhatHappened("charged more than was allowed: carries the order")
public final class OverspentException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** The order, what it was charged, and what was allowed. */
    public OverspentException(Origin origin, Order order, Money charged, Spending limit) {
        super(origin, "charged " + charged + " where " + limit + " was allowed; the order is " + order.id(), null);
        this.order = order;
    }

    /** The order that was placed, with what it cost. */
    public Order order() {
        return order;
    }
}
