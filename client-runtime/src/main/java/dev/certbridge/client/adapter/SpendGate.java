package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;

/**
 * Delays or stops a request that can cost money. The request has not been sent yet. A run of many orders uses a gate to
 * pause or halt its orders.
 */
public interface SpendGate {

    /** A gate that lets every request pass at once. */
    SpendGate OPEN = new SpendGate() {
        @Override
        public void await(OperationRef operation) {}

        @Override
        public void requireOpen(OperationRef operation) {}
    };

    /** Waits until the request may be sent. Throws {@link NotSentException} if the request must not be sent. */
    void await(OperationRef operation);

    /** Throws {@link NotSentException} if the request must not be sent. Never waits. */
    void requireOpen(OperationRef operation);
}
