package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Polls many orders at once through the listings of a reseller. */
public interface OrderListing {

    /**
     * Reads the listings once, and passes every awaited order that they contain to {@code seen}. An implementation may
     * filter the listings by the ids in {@code waited}. An awaited order that is not passed to {@code seen} is read
     * separately. If this method throws, the orders that were already passed to {@code seen} are ignored.
     */
    void poll(Set<String> waited, Consumer<ListedOrder> seen);

    /**
     * An order in a listing.
     *
     * @param providerId the reseller's id of the order
     * @param marker a short text that changes when the order changes
     * @param finished true if the order is validated, and is therefore polled in every round until the order ends
     * @param order a function that returns the complete order; the function may send requests for data that the listing
     *     does not show
     */
    record ListedOrder(String providerId, String marker, boolean finished, Function<OrderId, Order> order) {}
}
