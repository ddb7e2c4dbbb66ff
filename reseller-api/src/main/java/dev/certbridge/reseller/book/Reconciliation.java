package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.util.List;

/**
 * The result of searching the reseller's listings for the order of an attempt. There is no "not placed": that an
 * order is not listed proves nothing, and only a person frees the intent ({@link OrderBook#abandon}).
 */
public sealed interface Reconciliation {

    /**
     * The order was found, proven by an equal CSR or by the issued certificate's key.
     *
     * @param id the order
     */
    record Placed(OrderId id) implements Reconciliation {}

    /**
     * Orders that are new since the attempt, fit the request, and belong to no intent. A person has to tell which it
     * is, by
     * settling with {@code new Placed(id)}.
     *
     * @param ids the orders, at least one
     */
    record Candidates(List<OrderId> ids) implements Reconciliation {
        public Candidates {
            ids = List.copyOf(ids);
        }
    }

    /**
     * No such order is listed.
     *
     * @param asOf when the last page was read
     */
    record NotListed(Instant asOf) implements Reconciliation {}
}
