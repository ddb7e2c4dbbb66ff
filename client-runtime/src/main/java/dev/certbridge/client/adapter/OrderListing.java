package dev.certbridge.client.adapter;

import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** How one reseller is looked at for many orders at once: by its listings. */
public interface OrderListing {

    /**
     * One round: reads the listings and tells of every waited order that they show. Filters only save pages: an entry
     * that was not asked for is passed over, and an order that is not told of is looked at alone.
     *
     * @param waited the reseller's ids of the orders that are waited for
     * @param seen told of an order, as often as a listing shows it
     * @throws dev.certbridge.reseller.failure.ResellerException the listings could not be read to their end; what was
     *     told of does not count
     */
    void poll(Set<String> waited, Consumer<ListedOrder> seen);

    /**
     * An order in a listing.
     *
     * @param providerId the reseller's id of it
     * @param marker short text that is another one when anything about the order is
     * @param finished true when there is nothing to wait for but the certificate or bad news: it is looked at in every
     *     round then, until it is gone
     * @param order the whole order; may read what the listing does not tell
     */
    record ListedOrder(String providerId, String marker, boolean finished, Function<OrderId, Order> order) {}
}
