package dev.certbridge.reseller.failure;

import org.jspecify.annotations.Nullable;

/** The reseller failed while reading (5xx), or its answer to a read was lost. Reading again is safe. */
public final class ProviderFaultException extends ResellerException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** The HTTP status, 0 when there was none, and what is wrong. */
    public ProviderFaultException(Origin origin, int status, String message, @Nullable Throwable cause) {
        super(origin, (status == 0 ? "" : status + " ") + message, cause);
        this.status = status;
    }

    /** The HTTP status; 0 when no answer arrived. */
    public int status() {
        return status;
    }
}
