package dev.certbridge.stub.regfish;

import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.WireFault;

/** Failures that only regfish knows. An order that is booked and then lost is a {@link CannedFailure} after booking. */
public final class RegfishFaults {

    private RegfishFaults() {}

    /**
     * A 200 whose body says {@code success: false} and has no {@code response}. The vendor's own client guards against it
     * and no page describes it. The request is carried out; with {@link CannedFailure#beforeBooking()} it is not. Catches
     * a client that takes every 200 for an accepted order, and one that takes this for a refusal and orders again.
     */
    public static CannedFailure successFalse() {
        return WireFault.SAYS_NO.failure();
    }
}
