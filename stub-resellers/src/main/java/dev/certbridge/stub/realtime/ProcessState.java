package dev.certbridge.stub.realtime;

/** How far a process of the stub is. The wire knows VALIDATED and SCHEDULED as well. */
public enum ProcessState {
    /** Taken, and not begun. */
    NEW,
    /** Begun. */
    RUNNING,
    /** Waiting for validation. */
    SUSPENDED,
    /** Done. */
    COMPLETED,
    /** Ended without what was ordered. */
    FAILED,
    /** Ended by the customer. */
    CANCELLED,
    /** Turned down after it was taken. */
    INVALID,
    /** Waiting for somebody at the reseller: neither open nor ended. */
    IN_DOUBT;

    /** True while it moves on by itself and can be cancelled. */
    public boolean isOpen() {
        return this == NEW || this == RUNNING || this == SUSPENDED;
    }

    /** True when nothing can happen to it any more. */
    public boolean hasEnded() {
        return !isOpen() && this != IN_DOUBT;
    }
}
