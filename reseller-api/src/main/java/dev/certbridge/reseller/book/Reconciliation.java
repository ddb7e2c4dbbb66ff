package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.util.List;

/**
 * The result of a search in the reseller's listings for the order that an attempt placed. There is no result "not
 * placed", because an order may exist although the reseller does not list the order. Only a person can free the intent
 * for another attempt, see {@link OrderBook#abandon}.
 */
public sealed interface Reconciliation {

    /** The order was found. The order has the CSR of the attempt, or its certificate has the key of the attempt. */
    sealed interface Placed extends Reconciliation {

        /** Returns the order. */
        OrderId id();
    }

    /**
     * The orders that the attempt may have placed. Each possible order is new since the attempt, matches the request of
     * the attempt, and belongs to no intent. A person has to choose one order, and settle the attempt with {@link
     * Reconciliation#placed}.
     */
    sealed interface Candidates extends Reconciliation {

        /** Returns at least one possible order. */
        List<OrderId> ids();
    }

    /** The reseller does not list the order of the attempt. */
    sealed interface NotListed extends Reconciliation {

        /** Returns the time at which the last page was read. */
        Instant asOf();
    }

    /** Returns the result for an order that was found, or that a person identified. */
    static Placed placed(OrderId id) {
        return new FoundOrder(id);
    }

    /** Returns the result for at least one possible order. */
    static Candidates candidates(List<OrderId> ids) {
        return new PossibleOrders(List.copyOf(ids));
    }

    /** Returns the result for a listing that does not contain the order. */
    static NotListed notListed(Instant asOf) {
        return new NoOrder(asOf);
    }
}

record FoundOrder(OrderId id) implements Reconciliation.Placed {}

record PossibleOrders(List<OrderId> ids) implements Reconciliation.Candidates {}

record NoOrder(Instant asOf) implements Reconciliation.NotListed {}
