package dev.certbridge.cli;

import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;

/** The order that a failure is about, which must not be lost with it. */
final class FailedOrder {

    private FailedOrder() {}

    static Optional<OrderId> in(Throwable failure) {
        if (failure instanceof OutcomeUnknownException unknown) {
            return unknown.seenId();
        }
        if (failure instanceof NotRecordedException lost) {
            return lost.id();
        }
        return seen(failure).map(Order::id);
    }

    /** As it was last seen. */
    static Optional<Order> seen(Throwable failure) {
        if (failure instanceof OverspentException overspent) {
            return Optional.of(overspent.order());
        }
        if (failure instanceof ActionRequiredException action) {
            return Optional.of(action.order());
        }
        if (failure instanceof OrderEndedException ended) {
            return Optional.of(ended.order());
        }
        return failure instanceof DeadlineExceededException late ? late.order() : Optional.empty();
    }
}
