package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Order;
import java.net.URI;
import java.util.Optional;

/** The order waits for a person. It is open and paid for or reserved; waiting alone will not finish it. */
@WhatHappened("the order waits for a person: `waitingFor()`, `url()`")
public final class ActionRequiredException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** The order as last seen; its {@code action()} says what it waits for. */
    public ActionRequiredException(OperationRef origin, Order order) {
        super(
                origin,
                "waiting for a person: "
                        + order.action().map(Order.Action::waitingFor).orElse("the reseller does not say why")
                        + "; the order is " + order.id(),
                null);
        this.order = order;
    }

    /** The order as last seen. */
    public Order order() {
        return order;
    }

    /** What has to be done. */
    public String waitingFor() {
        return order.action().map(Order.Action::waitingFor).orElse("");
    }

    /** Where to do it, when the reseller gives a page. */
    public Optional<URI> url() {
        return order.action().flatMap(Order.Action::url);
    }
}
