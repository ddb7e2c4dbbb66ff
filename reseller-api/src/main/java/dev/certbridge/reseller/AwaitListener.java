package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;

/**
 * Receives the events of a wait for many orders, in the waiting thread. What it throws ends the wait; the orders stand.
 */
public interface AwaitListener {

    /**
     * Receives the certificate of an order, downloaded and checked. Told once per order, which is then no longer waited
     * for.
     */
    void issued(OrderId id, IssuedCertificate certificate);

    /**
     * Receives an order whose wait is over without a certificate: it ended, or a person has to act ({@link
     * dev.certbridge.reseller.failure.OrderEndedException}, {@link
     * dev.certbridge.reseller.failure.ActionRequiredException}), or reading it failed for good.
     */
    void ended(OrderId id, ResellerException why);

    /** Receives an order that changed since the last poll. */
    default void changed(Order order) {}
}
