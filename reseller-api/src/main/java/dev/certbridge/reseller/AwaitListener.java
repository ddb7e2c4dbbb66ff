package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;

/** Told what becomes of many orders, from the waiting thread. What it throws ends the wait; the orders stand. */
public interface AwaitListener {

    /** The certificate of an order, downloaded and checked. Told once per order, which is then no longer waited for. */
    void issued(OrderId id, IssuedCertificate certificate);

    /**
     * An order that is not waited for any longer: it ended, or a person has to act ({@link
     * dev.certbridge.reseller.failure.OrderEndedException}, {@link
     * dev.certbridge.reseller.failure.ActionRequiredException}), or reading it failed for good.
     */
    void ended(OrderId id, ResellerException why);

    /** An order that changed since the last look. */
    default void changed(Order order) {}
}
