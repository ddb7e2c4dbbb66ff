package dev.certbridge.fleet;

import dev.certbridge.reseller.order.Order;

/**
 * A listener for the progress of a run. The methods are called one at a time, but in different threads. If a method
 * throws an exception, the run ends. The next run continues the work of the ended run.
 */
public interface FleetListener {

    /** Receives a certificate whose state was decided, or has changed. */
    void changed(FleetEntry entry);

    /** Receives an order that changed since the last poll. Does nothing by default. */
    default void polled(CertificateSpec spec, Order order) {}

    /** Receives a warning in one line, before the order of the specification is sent. Does nothing by default. */
    default void warned(CertificateSpec spec, String warning) {}

    /** Returns a listener that does nothing. */
    static FleetListener none() {
        return entry -> {};
    }
}
