package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Polls many orders at once through the listings of a reseller. Each wait creates a new instance. */
public interface OrderListing {

    /**
     * Reads the listings once, and passes every awaited order in the listings to the consumer. An implementation may
     * filter the listings by the ids of the awaited orders. If this method throws, the wait ignores the orders that the
     * consumer has received.
     *
     * @return true if the listings were read completely; the round then reads only some of the missing orders one by
     *     one. The result is false if the missing orders can be read one by one with fewer requests than the rest of
     *     the listings; the round then reads all missing orders one by one
     */
    boolean poll(Set<String> waited, Consumer<ListedOrder> seen);

    /** Reads one order that the listings do not contain. Sends one request. */
    ListedOrder read(OrderId id);

    /**
     * An order in a listing.
     *
     * @param providerId the reseller's id of the order
     * @param marker a short text that changes when the order changes
     * @param finished true if the listing shows that the reseller has processed the order. Every round polls a
     *     processed order
     * @param order a function that returns the complete order; the function may request data that the listing does not
     *     contain
     */
    record ListedOrder(String providerId, String marker, boolean finished, Function<OrderId, Order> order) {}
}
