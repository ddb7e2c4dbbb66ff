package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Polls many orders at once through the listings of a reseller. */
public interface OrderListing {

    /**
     * Reads the listings once and hands on every awaited order that they show. Filters only save pages: other entries are
     * ignored, and an order that is not handed on is read alone.
     *
     * @param waited the reseller's ids of the awaited orders
     * @param seen takes an order, as often as a listing shows it
     * @throws dev.certbridge.reseller.failure.ResellerException the listings could not be read to their end; the
     *     orders that were handed on do not count
     */
    void poll(Set<String> waited, Consumer<ListedOrder> seen);

    /**
     * An order in a listing.
     *
     * @param providerId the reseller's id of it
     * @param marker a short text that changes when the order does
     * @param finished true when only the certificate or an end is left to wait for: the order is then polled in every
     *     round
     * @param order returns the whole order; may read what the listing does not show
     */
    record ListedOrder(String providerId, String marker, boolean finished, Function<OrderId, Order> order) {}
}
