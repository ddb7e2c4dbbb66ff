package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.ResellerException;

/** Maps responses of a reseller with a status other than 2xx to exceptions. */
public interface ErrorMapper {

    /** Returns the exception for a response to a read. */
    ResellerException readError(ApiResponse response);

    /**
     * Returns the exception for a response to a change that costs nothing: a RejectedException if the change was
     * certainly not made, and otherwise an OutcomeUnknownException.
     */
    ResellerException writeError(ApiResponse response);

    /**
     * Returns the exception for a response to a spend: a RejectedException only if, according to the contract, nothing
     * was ordered, and otherwise an OutcomeUnknownException.
     */
    ResellerException spendError(ApiResponse response, byte[] request);
}
