package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.util.List;

/**
 * The result of the search for the order of an attempt in the reseller's listings. There is no result "not placed",
 * because an order may exist although the reseller does not list it. Only a person can free the intent, see {@link
 * OrderBook#abandon}.
 */
public sealed interface Reconciliation {

    /**
     * The order was found. Its CSR, or the key of its certificate, equals that of the attempt.
     *
     * @param id the order
     */
    record Placed(OrderId id) implements Reconciliation {}

    /**
     * Several orders, or one, may be the order of the attempt. Each is new since the attempt, matches its request, and
     * belongs to no intent. A person has to choose, and settle the attempt with {@code new Placed(id)}.
     *
     * @param ids the possible orders, at least one
     */
    record Candidates(List<OrderId> ids) implements Reconciliation {
        public Candidates {
            ids = List.copyOf(ids);
        }
    }

    /**
     * The reseller lists no such order.
     *
     * @param asOf the time at which the last page was read
     */
    record NotListed(Instant asOf) implements Reconciliation {}
}
