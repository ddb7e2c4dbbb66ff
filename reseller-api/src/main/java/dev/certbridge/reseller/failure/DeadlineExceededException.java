package dev.certbridge.reseller.failure;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure of {@code await}: its time limit passed, or the thread was interrupted. The end of the wait has no effect
 * on the order. Call {@code await} again later.
 */
@FailureSummary(value = "the time limit of `await` passed", outcome = Outcome.ORDERED, nextStep = NextStep.AWAIT)
public final class DeadlineExceededException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Order order;

    /** Creates the failure with the order as last read, and with the failure of the last poll if that poll failed. */
    public DeadlineExceededException(
            OperationRef origin, OrderId id, @Nullable Order order, @Nullable Throwable lastFailure) {
        super(
                origin,
                "the order was not finished in time. "
                        + (order == null ? "The order could not be read" : "The last status was " + order.status())
                        + ". Call await again: "
                        + id,
                lastFailure);
        this.order = order;
    }

    /** Returns the order as last read; empty if no poll succeeded. */
    public Optional<Order> order() {
        return Optional.ofNullable(order);
    }
}
