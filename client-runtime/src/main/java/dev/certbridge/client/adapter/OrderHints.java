package dev.certbridge.client.adapter;

import java.util.Set;

/**
 * Hints of a reseller that awaited orders may have changed, such as its notifications. A hint only causes an earlier
 * read of the order; the state of the order always comes from this read. An exception of either method ends the use of
 * hints for the rest of the wait, and has no other effect. Each wait uses a new instance.
 */
public interface OrderHints {

    /**
     * Sends one request. Returns the ids of the orders for which there are hints that no earlier call returned.
     *
     * @param waited the reseller's ids of the awaited orders; the result contains no other ids
     */
    Set<String> look(Set<String> waited);

    /**
     * Marks the returned hints about this order as dealt with, if the reseller has such a mark. Called after a read
     * showed that the order changed.
     */
    void acknowledge(String providerId);
}
