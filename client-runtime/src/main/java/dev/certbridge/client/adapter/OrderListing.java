package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Polls many orders at once through the listings of a reseller. Each wait uses a new instance. */
public interface OrderListing {

    /**
     * Reads the listings once, and passes every awaited order in the listings to a consumer. An implementation may
     * filter the listings by the ids of the awaited orders. If this method throws, the orders that were already passed
     * to the consumer are ignored.
     *
     * @return false if the listings were not read to their end, because reading the missing orders one by one needs
     *     fewer requests. If this method returns false, the wait reads all missing orders one by one. If this method
     *     returns true, each round reads only some of the missing orders
     */
    boolean poll(Set<String> waited, Consumer<ListedOrder> seen);

    /** Reads one order that the listings do not contain. Sends one request. */
    ListedOrder read(OrderId id);

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
