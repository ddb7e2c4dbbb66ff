package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.ResellerException;

/** Maps responses of a reseller with a status other than 2xx to exceptions. */
public interface ErrorMapper {

    /** Returns the exception for a response to a read. */
    ResellerException readError(ApiResponse response);

    /**
     * Returns the exception for a response to a change that costs nothing. Returns a RejectedException if the change
     * was certainly not made, and an OutcomeUnknownException in all other cases.
     */
    ResellerException writeError(ApiResponse response);

    /**
     * Returns the exception for a response to a spend. Returns a RejectedException if nothing was ordered according to
     * the contract, and an OutcomeUnknownException in all other cases.
     */
    ResellerException spendError(ApiResponse response, byte[] request);
}
