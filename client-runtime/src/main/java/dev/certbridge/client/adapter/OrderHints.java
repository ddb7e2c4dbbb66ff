package dev.certbridge.client.adapter;

import java.util.Set;

/**
 * Receives hints from a reseller, such as notifications, that an awaited order may have changed. A hint only makes the
 * wait read the order sooner. The wait takes the state of an order from that read, and never from the hint. If a method
 * of this interface throws, the wait continues without hints. Each wait uses a new instance.
 */
public interface OrderHints {

    /**
     * Sends one request. Returns the ids of the orders with new hints. A hint is new if no earlier call returned it.
     *
     * @param waited the reseller's ids of the awaited orders; the result contains no other ids
     */
    Set<String> look(Set<String> waited);

    /**
     * Acknowledges the returned hints about this order, if the reseller supports acknowledgments. The wait calls this
     * method after a read has shown that the order changed.
     */
    void acknowledge(String providerId);
}
