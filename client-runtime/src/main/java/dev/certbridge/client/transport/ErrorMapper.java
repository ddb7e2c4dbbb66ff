package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.ResellerException;

/** What a reseller's answers other than 2xx mean: by the body's code first, then the status. */
public interface ErrorMapper {

    /** What such an answer to a read means. */
    ResellerException readError(ApiResponse answer);

    /**
     * What such an answer to a change that costs nothing means: rejected where it certainly did not happen, else {@link
     * dev.certbridge.reseller.failure.OutcomeUnknownException}.
     */
    ResellerException writeError(ApiResponse answer);

    /**
     * What such an answer to a spend means: rejected only where the contract says that certainly nothing was ordered,
     * else {@link dev.certbridge.reseller.failure.OutcomeUnknownException}.
     *
     * @param request the body that was sent
     */
    ResellerException spendError(ApiResponse answer, byte[] request);
}
