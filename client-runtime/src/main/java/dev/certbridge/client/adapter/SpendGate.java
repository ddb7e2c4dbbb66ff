package dev.certbridge.client.adapter;

import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;

/** Delays or stops spends that are not sent yet. A run of many orders uses a gate to pause or to halt its orders. */
public interface SpendGate {

    /** A gate that neither delays nor stops a spend. */
    SpendGate OPEN = new SpendGate() {
        @Override
        public void await(OperationRef operation) {}

        @Override
        public void requireOpen(OperationRef operation) {}
    };

    /** Waits until the spend may be sent. Throws {@link NotSentException} if the spend must not be sent. */
    void await(OperationRef operation);

    /** Throws {@link NotSentException} if the spend must not be sent. Does not wait. */
    void requireOpen(OperationRef operation);
}
