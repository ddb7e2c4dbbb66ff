package dev.certbridge.reseller.book;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * A request under an intent. One intent stands for one order, renewal or reissue, and for at most one completion of it.
 *
 * @param intent the caller's name for it
 * @param target where: {@link OrderId#target()}
 * @param request what is asked for
 * @param completes the order to complete and the organization, as one text, when that is what is asked for
 */
public record SpendRequest(Intent intent, String target, OrderRequest request, Optional<String> completes) {

    /** Returns the spend request of an order, renewal or reissue. */
    public static SpendRequest of(Intent intent, String target, OrderRequest request) {
        return new SpendRequest(intent, target, request, Optional.empty());
    }

    /** Returns the spend request of a standalone quote, under a new random intent. */
    public static SpendRequest question(String target, OrderRequest request) {
        return of(Intent.of("quote:" + UUID.randomUUID()), target, request);
    }

    /** Returns the spend request that completes an order with an organization on file. */
    public static SpendRequest completing(Intent intent, OrderRequest request, OrderId order, String organization) {
        return new SpendRequest(intent, order.target(), request, Optional.of(order + " with " + organization));
    }

    /** Returns true when both cannot stand under one intent. */
    public boolean rivals(SpendRequest other) {
        return intent.equals(other.intent) && completes.isPresent() == other.completes.isPresent();
    }

    /** Returns true when both request the same in the same account, whatever the CSR. */
    public boolean same(SpendRequest other) {
        return target.equals(other.target)
                && completes.equals(other.completes)
                && (completes.isPresent() || request.fingerprint().equals(other.request.fingerprint()));
    }

    @Override
    public String toString() {
        return completes.map(what -> "the completion of " + what).orElseGet(request::toString) + " at " + target;
    }
}
