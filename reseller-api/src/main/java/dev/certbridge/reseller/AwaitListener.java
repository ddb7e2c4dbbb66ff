package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;

/**
 * A listener for the events of {@link Orders#awaitAll}. Every method is called in the waiting thread. If a method
 * throws an exception, the wait ends, and no order changes.
 */
public interface AwaitListener {

    /**
     * Receives the certificate of an order once, after the certificate was downloaded and checked. The wait for the
     * order is then over.
     */
    void issued(OrderId id, IssuedCertificate certificate);

    /**
     * Receives the failure that ended the wait for an order. The failure is an {@link
     * dev.certbridge.reseller.failure.OrderEndedException} if the order ended, and an {@link
     * dev.certbridge.reseller.failure.ActionRequiredException} if a person has to act. Every other type of failure
     * means that a read failed and will not be repeated.
     */
    void ended(OrderId id, ResellerException why);

    /** Receives an order that changed since the last poll. Does nothing by default. */
    default void changed(Order order) {}
}
