package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.ResellerException;

/** Maps each response with a status other than 2xx to an exception. */
public interface ErrorMapper {

    /** Returns the exception for a response to a read. */
    ResellerException readError(ApiResponse response);

    /**
     * Returns the exception for a response to a change that costs nothing. The exception is a RejectedException if the
     * change was certainly not made, and an OutcomeUnknownException in all other cases.
     */
    ResellerException writeError(ApiResponse response);

    /**
     * Returns the exception for a response to a request that can cost money. The exception is a RejectedException if
     * the response proves, by the contract, that nothing was ordered. In all other cases, the exception is an
     * OutcomeUnknownException.
     */
    ResellerException spendError(ApiResponse response, byte[] request);
}
