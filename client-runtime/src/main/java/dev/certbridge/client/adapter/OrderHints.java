package dev.certbridge.client.adapter;

import java.util.Set;

/**
 * Requests hints from a reseller, such as notifications, that an awaited order may have changed. After a hint, the wait
 * reads the order sooner. The wait takes the state of an order only from a read of the order, and never from a hint. If
 * a method of this interface throws, the wait continues without hints. Each wait creates a new instance.
 */
public interface OrderHints {

    /**
     * Sends one request. Returns the ids of the orders with new hints. A hint is new if no earlier call returned the
     * hint.
     *
     * @param waited the reseller's ids of the awaited orders; the result contains only ids from this set
     */
    Set<String> look(Set<String> waited);

    /**
     * Acknowledges the returned hints about an order, if the reseller supports acknowledgments. The wait calls this
     * method after a read has shown that the order changed.
     */
    void acknowledge(String providerId);
}
