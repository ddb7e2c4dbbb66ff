package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.ResellerException;

/** Maps the responses of a reseller other than 2xx to exceptions: by the code in the body first, then by the status. */
public interface ErrorMapper {

    /** Returns the exception for a response to a read. */
    ResellerException readError(ApiResponse response);

    /**
     * Returns the exception for a response to a change that costs nothing: rejected if it certainly did not happen, else
     * {@link dev.certbridge.reseller.failure.OutcomeUnknownException}.
     */
    ResellerException writeError(ApiResponse response);

    /**
     * Returns the exception for a response to a spend: rejected only if, by the contract, certainly nothing was ordered,
     * else {@link dev.certbridge.reseller.failure.OutcomeUnknownException}.
     *
     * @param request the body of the request
     */
    ResellerException spendError(ApiResponse response, byte[] request);
}
