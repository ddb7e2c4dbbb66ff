package dev.certbridge.stub.realtime;

/** What becomes of an order: the state of its process, and whether its charge is given back. */
public enum OrderOutcome {
    /** COMPLETED, with a certificate, a revocation apart. */
    DONE(ProcessState.COMPLETED, false),
    /** FAILED, and the charge is kept. */
    FAILED(ProcessState.FAILED, false),
    /** FAILED, and the charge is given back. */
    FAILED_AND_REFUNDED(ProcessState.FAILED, true),
    /** INVALID, and the charge is given back. */
    INVALID(ProcessState.INVALID, true),
    /** CANCELLED, and the charge is kept. */
    CANCELLED(ProcessState.CANCELLED, false),
    /** CANCELLED, and the charge is given back. */
    CANCELLED_AND_REFUNDED(ProcessState.CANCELLED, true),
    /** IN_DOUBT with the money set aside; it can still end in another way. */
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
