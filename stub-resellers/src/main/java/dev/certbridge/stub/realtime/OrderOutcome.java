package dev.certbridge.stub.realtime;

/** The outcome of an order: the last state of its process, and whether its charge is refunded. */
public enum OrderOutcome {
    /** The process ends as COMPLETED, with a certificate unless the order is a revocation. */
    DONE(ProcessState.COMPLETED, false),
    /** The process ends as FAILED, and the reseller keeps the charge. */
    FAILED(ProcessState.FAILED, false),
    /** The process ends as FAILED, and the reseller refunds the charge. */
    FAILED_AND_REFUNDED(ProcessState.FAILED, true),
    /** The process ends as INVALID, and the reseller refunds the charge. */
    INVALID(ProcessState.INVALID, true),
    /** The process ends as CANCELLED, and the reseller keeps the charge. */
    CANCELLED(ProcessState.CANCELLED, false),
    /** The process ends as CANCELLED, and the reseller refunds the charge. */
    CANCELLED_AND_REFUNDED(ProcessState.CANCELLED, true),
    /** The process is IN_DOUBT, and the reseller reserves the money. An order in doubt can still end in another way. */
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
