package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code await} gave up. The order is untouched: await it again later. */
@WhatHappened("`await` gave up, the order stands: await it again")
public final class DeadlineExceededException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Order order;

    /** The order waited for, how it was last seen if it was, and the last failed look if the last look failed. */
    public DeadlineExceededException(
            OperationRef origin, OrderId id, @Nullable Order order, @Nullable Throwable lastFailure) {
        super(
                origin,
                "not finished in time, last seen "
                        + (order == null ? "never" : order.status())
                        + "; await it again: "
                        + id,
                lastFailure);
        this.order = order;
    }

    /** The order as last seen, empty when no look succeeded. */
    public Optional<Order> order() {
        return Optional.ofNullable(order);
    }
}
