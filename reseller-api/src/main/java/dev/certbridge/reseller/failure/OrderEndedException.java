package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import java.util.Optional;

/** The order ended without a certificate: failed, cancelled, invalid. */
@FailureSummary(value = "the order ended without a certificate", outcome = Outcome.ORDERED, nextStep = NextStep.NONE)
public final class OrderEndedException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** Creates the failure with the order as last seen. */
    public OrderEndedException(OperationRef origin, Order order) {
        super(origin, "the order ended as " + order.status() + "; it was " + order.id(), null);
        this.order = order;
    }

    /** Returns the order as last seen. */
    public Order order() {
        return order;
    }

    /** Returns the reseller's final status. */
    public String status() {
        return order.status();
    }

    /** Returns the charge, where the reseller reports it. */
    public Optional<Money> charged() {
        return order.charged();
    }

    /** Returns the refund, where the reseller reports it. */
    public Optional<Money> refunded() {
        return order.refunded();
    }
}
