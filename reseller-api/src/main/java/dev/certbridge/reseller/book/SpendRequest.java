package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * An order request with its intent. One intent is used for one order, renewal or reissue, and for at most one
 * completion of this order.
 *
 * @param target provider, environment and account as one text, see {@link OrderId#target()}
 * @param completes for a completion, the order to complete and its organization as one text; otherwise empty
 */
public record SpendRequest(Intent intent, String target, OrderRequest request, Optional<String> completes) {

    /** Returns the spend request of an order, renewal or reissue. */
    public static SpendRequest of(Intent intent, String target, OrderRequest request) {
        return new SpendRequest(intent, target, request, Optional.empty());
    }

    /** Returns the spend request of a standalone quote, under a new random intent. */
    public static SpendRequest standaloneQuote(String target, OrderRequest request) {
        return of(Intent.of("quote:" + UUID.randomUUID()), target, request);
    }

    /** Returns the spend request that completes an order with an organization that the reseller has on file. */
    public static SpendRequest completing(Intent intent, OrderRequest request, OrderId order, String organization) {
        return new SpendRequest(intent, order.target(), request, Optional.of(order + " with " + organization));
    }

    @Override
    public String toString() {
        return completes.map(what -> "the completion of " + what).orElseGet(request::toString) + " at "
                + OrderId.describe(target);
    }
}
