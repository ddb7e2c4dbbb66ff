package dev.certbridge.reseller.failure;

/** The request does not fit the state of what it names. Means different things per operation: see {@link #reason()}. */
@WhatHappened("rejected, nothing ordered: the state does not fit; `reason()` says whether waiting helps")
public final class ConflictException extends RejectedException {

    private static final long serialVersionUID = 1L;

    /** Why the state and the request do not fit. */
    public enum Reason {
        /** It will fit later: a certificate that is not there to download yet. */
        NOT_READY,
        /** It does not fit and waiting will not change that. */
        WRONG_STATE,
        /** The reseller does not say. */
        UNKNOWN
    }

    private final Reason reason;

    /** A conflict and what it means for this operation. */
    public ConflictException(OperationRef origin, Refusal refusal, Reason reason) {
        super(origin, refusal, "conflict (" + reason + "): " + refusal);
        this.reason = reason;
    }

    /** What the conflict means for this operation. */
    public Reason reason() {
        return reason;
    }
}
