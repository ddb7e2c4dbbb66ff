package dev.certbridge.fleet;

import dev.certbridge.reseller.order.Order;

/**
 * A listener for the progress of a run. The methods of a listener are called one at a time, but in different threads.
 * If a method throws an exception, the run ends, and the next run continues its work.
 */
public interface FleetListener {

    /** Receives the entry of a certificate after its state was decided or has changed. */
    void changed(FleetEntry entry);

    /** Receives an order that has changed since the last poll. The default implementation does nothing. */
    default void polled(CertificateSpec spec, Order order) {}

    /**
     * Receives a one-line warning about the order of a specification, before the order is sent. The default
     * implementation does nothing.
     */
    default void warned(CertificateSpec spec, String warning) {}

    /** Returns a listener that does nothing. */
    static FleetListener none() {
        return entry -> {};
    }
}
