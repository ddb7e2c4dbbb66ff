package dev.certbridge.stub.realtime;

/** The outcome of an order: the last state of its process, and whether its charge is refunded. */
public enum OrderOutcome {
    /** COMPLETED, with a certificate unless the order is a revocation. */
    DONE(ProcessState.COMPLETED, false),
    /** FAILED, and the charge is kept. */
    FAILED(ProcessState.FAILED, false),
    /** FAILED, and the charge is refunded. */
    FAILED_AND_REFUNDED(ProcessState.FAILED, true),
    /** INVALID, and the charge is refunded. */
    INVALID(ProcessState.INVALID, true),
    /** CANCELLED, and the charge is kept. */
    CANCELLED(ProcessState.CANCELLED, false),
    /** CANCELLED, and the charge is refunded. */
    CANCELLED_AND_REFUNDED(ProcessState.CANCELLED, true),
    /** IN_DOUBT, with the money reserved. The order can still end in another way. */
    IN_DOUBT(ProcessState.IN_DOUBT, false);

    private final ProcessState state;
    private final boolean refunds;

    OrderOutcome(ProcessState state, boolean refunds) {
        this.state = state;
        this.refunds = refunds;
    }

    ProcessState state() {
        return state;
    }

    boolean refunds() {
        return refunds;
    }
}
