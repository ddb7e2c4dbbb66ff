package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Spending;

/**
 * A failure after an order was placed: the reseller charged more than the limit, or an amount that cannot be read. The
 * order exists. The order book is halted until a person resumes it.
 */
@FailureSummary(
        value = "the charge of the order exceeds the limit; see `order()`",
        outcome = Outcome.ORDERED,
        nextStep = NextStep.INVESTIGATE)
public final class OverspentException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** Creates the failure with the order, its charge and its limit. */
    public OverspentException(OperationRef origin, Order order, Money charged, Spending limit) {
        super(
                origin,
                "the reseller charged " + charged + " for the order, but the limit was " + limit
                        + ". Check the charge at the reseller. The order is " + order.id(),
                null);
        this.order = order;
    }

    private OverspentException(OperationRef origin, Order order, String message) {
        super(origin, message, null);
        this.order = order;
    }

    /** Returns the failure of an order whose charge cannot be read and therefore may exceed the limit. */
    public static OverspentException unreadable(OperationRef origin, Order order, Spending limit) {
        return new OverspentException(
                origin,
                order,
                "the charge is not a whole number of cents and may exceed the limit of " + limit
                        + ". Check the charge at the reseller. The order is " + order.id());
    }

    /** Returns the order that was placed, with its charge. */
    public Order order() {
        return order;
    }
}
