package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import java.util.Optional;

/** A failure of {@code await}: the order ended without a certificate. The order failed, was cancelled or is invalid. */
@FailureSummary(value = "the order ended without a certificate", outcome = Outcome.ORDERED, nextStep = NextStep.NONE)
public final class OrderEndedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** Creates the failure with the order as last read. */
    public OrderEndedException(OperationRef origin, Order order) {
        super(origin, "the order ended as " + order.status() + ". The id of the order is " + order.id(), null);
        this.order = order;
    }

    /** Returns the order as last read. */
    public Order order() {
        return order;
    }

    /** Returns the reseller's final status. */
    public String status() {
        return order.status();
    }

    /** Returns the charge; empty if the reseller does not report it. */
    public Optional<Money> charged() {
        return order.charged();
    }

    /** Returns the refund; empty if the reseller does not report it. */
    public Optional<Money> refunded() {
        return order.refunded();
    }
}
