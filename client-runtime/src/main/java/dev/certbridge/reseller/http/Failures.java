package dev.certbridge.reseller.http;

import dev.certbridge.reseller.failure.ResellerException;

/** What a reseller's answers other than 2xx mean: by the body's code first, then the status. */
public interface Failures {

    /** What such an answer to a read means. */
    ResellerException ofRead(Answer answer);

    /**
     * What such an answer to a change that costs nothing means: rejected where it certainly did not happen, else {@link
     * dev.certbridge.reseller.failure.OutcomeUnknownException}.
     */
    ResellerException ofWrite(Answer answer);

    /**
     * What such an answer to a spend means: rejected only where the contract says that certainly nothing was ordered,
     * else {@link dev.certbridge.reseller.failure.OutcomeUnknownException}.
     *
     * @param request the body that was sent
     */
    ResellerException ofSpend(Answer answer, byte[] request);
}
