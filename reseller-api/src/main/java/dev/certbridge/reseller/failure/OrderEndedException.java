package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import java.util.Optional;

/** The order ended without a certificate: failed, cancelled, invalid. */
@WhatHappened("the order ended without a certificate")
public final class OrderEndedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** The order as last seen. */
    public OrderEndedException(OperationRef origin, Order order) {
        super(origin, "the order ended as " + order.status() + "; it was " + order.id(), null);
        this.order = order;
    }

    /** The order as last seen. */
    public Order order() {
        return order;
    }

    /** The reseller's own word for how it ended. */
    public String status() {
        return order.status();
    }

    /** What was charged, where the reseller tells. */
    public Optional<Money> charged() {
        return order.charged();
    }

    /** What was paid back, where the reseller tells. */
    public Optional<Money> refunded() {
        return order.refunded();
    }
}
