package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code await} reached its limit. The order is untouched: await it again later. */
@FailureSummary(value = "`await` reached its limit", outcome = Outcome.ORDERED, nextStep = NextStep.AWAIT)
public final class DeadlineExceededException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Order order;

    /** Creates the failure with the order as last seen, and the last failed poll if the last poll failed. */
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

    /** Returns the order as last seen, empty when no poll succeeded. */
    public Optional<Order> order() {
        return Optional.ofNullable(order);
    }
}
