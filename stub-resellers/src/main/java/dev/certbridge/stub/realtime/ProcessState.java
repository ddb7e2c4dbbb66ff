package dev.certbridge.stub.realtime;

/** The state of a process of the stub. The contract has VALIDATED and SCHEDULED as well. */
public enum ProcessState {
    /** Accepted, and not started. */
    NEW,
    /** Started. */
    RUNNING,
    /** Waiting for validation. */
    SUSPENDED,
    /** Done. */
    COMPLETED,
    /** Ended without a result. */
    FAILED,
    /** Ended by the customer. */
    CANCELLED,
    /** Refused after it was accepted. */
    INVALID,
    /** Waiting for somebody at the reseller: neither open nor ended. */
    IN_DOUBT;

    /** True while it proceeds by itself and can be cancelled. */
    public boolean isOpen() {
        return this == NEW || this == RUNNING || this == SUSPENDED;
    }

    /** True if its state is final. */
    public boolean hasEnded() {
        return !isOpen() && this != IN_DOUBT;
    }
}
