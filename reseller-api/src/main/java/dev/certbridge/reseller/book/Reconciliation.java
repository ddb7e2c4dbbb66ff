package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.util.List;

/**
 * What a look at the reseller tells about an attempt nobody knows the outcome of. There is no "not placed": that an
 * order is not listed proves nothing, and only a person frees the intent ({@link OrderBook#abandon}).
 */
public sealed interface Reconciliation {

    /**
     * Proven to be there: by an equal CSR, or by the issued certificate's key.
     *
     * @param id the order
     */
    record Placed(OrderId id) implements Reconciliation {}

    /**
     * New since the attempt, like what was asked for, and claimed by no intent. A person has to tell which it is, by
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
     * Nothing like it is listed.
     *
     * @param asOf when the last page was read
     */
    record NotListed(Instant asOf) implements Reconciliation {}
}
