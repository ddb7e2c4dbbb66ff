package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Order;
import java.net.URI;
import java.util.Optional;

/**
 * A failure of {@code await}: the order waits for a person. The order is open, and its price is charged or reserved.
 * The order continues only after the person has acted.
 */
@FailureSummary(
        value = "the order waits for a person; see `waitingFor()` and `url()`",
        outcome = Outcome.ORDERED,
        nextStep = NextStep.ACT)
public final class ActionRequiredException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** Creates the failure with the order as it was last read. {@link Order#action()} describes the required action. */
    public ActionRequiredException(OperationRef origin, Order order) {
        super(
                origin,
                "the order waits for a person: "
                        + order.action().map(Order.Action::waitingFor).orElse("the reseller gives no reason")
                        + ". The order is " + order.id(),
                null);
        this.order = order;
    }

    /** Returns the order as last read. */
    public Order order() {
        return order;
    }

    /** Returns a short description of the required action; an empty text if the reseller gives no description. */
    public String waitingFor() {
        return order.action().map(Order.Action::waitingFor).orElse("");
    }

    /** Returns the reseller's page for the action; empty if there is none. */
    public Optional<URI> url() {
        return order.action().flatMap(Order.Action::url);
    }
}
