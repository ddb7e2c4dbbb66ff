package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Order;
import java.net.URI;
import java.util.Optional;

/** The order waits for a person. It is open and paid for or reserved; waiting alone will not finish it. */
@FailureSummary(
        value = "the order waits for a person: `waitingFor()`, `url()`",
        outcome = Outcome.ORDERED,
        nextStep = NextStep.ACT)
public final class ActionRequiredException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient Order order;

    /** Creates the failure with the order as last seen; its {@code action()} says what it waits for. */
    public ActionRequiredException(OperationRef origin, Order order) {
        super(
                origin,
                "waiting for a person: "
                        + order.action().map(Order.Action::waitingFor).orElse("the reseller does not say why")
                        + "; the order is " + order.id(),
                null);
        this.order = order;
    }

    /** Returns the order as last seen. */
    public Order order() {
        return order;
    }

    /** Returns what the order waits for; empty when the reseller gives no reason. */
    public String waitingFor() {
        return order.action().map(Order.Action::waitingFor).orElse("");
    }

    /** Returns the reseller's page for it, if there is one. */
    public Optional<URI> url() {
        return order.action().flatMap(Order.Action::url);
    }
}
