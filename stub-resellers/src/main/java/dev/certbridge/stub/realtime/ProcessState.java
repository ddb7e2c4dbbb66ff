package dev.certbridge.stub.realtime;

/** The state of a process. The contract also has the states VALIDATED and SCHEDULED, which the stub does not use. */
public enum ProcessState {
    /** The process is accepted but has not started. */
    NEW,
    /** The process is running. */
    RUNNING,
    /** The process waits for validation. */
    SUSPENDED,
    /** The process has ended with success. */
    COMPLETED,
    /** The process has ended without a result. */
    FAILED,
    /** The customer has cancelled the process. */
    CANCELLED,
    /** The order was refused after it had been accepted. */
    INVALID,
    /** The process waits for a person at the reseller. A process in doubt is neither open nor ended. */
    IN_DOUBT;

    /** Returns true if the process continues by itself and can be cancelled. */
    public boolean isOpen() {
        return this == NEW || this == RUNNING || this == SUSPENDED;
    }

    /** Returns true if the state is final. */
    public boolean hasEnded() {
        return !isOpen() && this != IN_DOUBT;
    }
}
