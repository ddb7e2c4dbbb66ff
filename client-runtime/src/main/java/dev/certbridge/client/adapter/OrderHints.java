package dev.certbridge.client.adapter;

import java.util.Set;

/**
 * Hints of a reseller, such as its notifications, that awaited orders may have changed. A hint only causes an earlier
 * read of the order. The state of the order always comes from this read. If a method throws, the wait continues without
 * hints. Each wait uses a new instance.
 */
public interface OrderHints {

    /**
     * Sends one request. Returns the ids of the orders with new hints. A hint is new if no earlier call returned it.
     *
     * @param waited the reseller's ids of the awaited orders; the result contains no other ids
     */
    Set<String> look(Set<String> waited);

    /**
     * Acknowledges the returned hints about this order, if the reseller supports this. The method is called after a
     * read showed that the order changed.
     */
    void acknowledge(String providerId);
}
