package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/** An answer to a read does not match the contract: not JSON, too large, an undocumented shape. */
@WhatHappened("a read was answered with what the contract does not allow")
public final class BrokenContractException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** The HTTP status, 0 when there was none, and what is wrong. */
    public BrokenContractException(OperationRef origin, int status, String message, @Nullable Throwable cause) {
        super(origin, (status == 0 ? "" : status + " ") + message, cause);
        this.status = status;
    }

    /** The HTTP status; 0 when no answer arrived. */
    public int status() {
        return status;
    }
}
