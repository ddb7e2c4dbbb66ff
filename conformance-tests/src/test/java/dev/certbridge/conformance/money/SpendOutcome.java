package dev.certbridge.conformance.money;

import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Optional;
import java.util.function.Supplier;

/** The result of a spend, as its caller sees it. */
record SpendOutcome(Kind kind, Optional<OrderId> id, String words) {

    enum Kind {
        /** There is an order. */
        ORDERED,
        /** There is an order, and it was charged more than was allowed. */
        OVERSPENT,
        /** There is a price. */
        PRICED,
        /** Certainly nothing was ordered by this call. */
        REFUSED,
        /** Nobody knows, or there is an order without a readable answer. */
        UNKNOWN
    }

    /** Runs a call that returns an order. */
    static SpendOutcome of(Supplier<Order> call) {
        return outcome(() -> {
            Order order = call.get();
            return new SpendOutcome(Kind.ORDERED, Optional.of(order.id()), "ordered");
        });
    }

    /** Runs a quote. */
    static SpendOutcome ofQuestion(Supplier<?> call) {
        return outcome(() -> new SpendOutcome(Kind.PRICED, Optional.empty(), "priced " + call.get()));
    }

    private static SpendOutcome outcome(Supplier<SpendOutcome> call) {
        try {
            return call.get();
        } catch (OutcomeUnknownException e) {
            return new SpendOutcome(Kind.UNKNOWN, e.seenId(), e.getMessage());
        } catch (NotRecordedException e) {
            return new SpendOutcome(Kind.UNKNOWN, e.id(), e.getMessage());
        } catch (OverspentException e) {
            return new SpendOutcome(Kind.OVERSPENT, Optional.of(e.order().id()), e.getMessage());
        } catch (ResellerException e) {
            return new SpendOutcome(
                    Kind.REFUSED, Optional.empty(), e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /** True when another call with the same intent may send something. */
    boolean free() {
        return kind == Kind.REFUSED || kind == Kind.PRICED;
    }
}
