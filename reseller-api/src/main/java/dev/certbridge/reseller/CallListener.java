package dev.certbridge.reseller;

import java.time.Duration;
import java.util.Optional;

/** Receives every call after it ended, without address, headers and body, so that it cannot leak a key. */
@FunctionalInterface
public interface CallListener {

    /** Receives one call. Called from the calling thread; what it throws is ignored. */
    void called(Call call);

    /**
     * A call that ended.
     *
     * @param provider the reseller's name
     * @param operationId the operation of the contract
     * @param spend whether it could cost money
     * @param status the HTTP status, empty when no answer arrived
     * @param took wall time
     */
    record Call(String provider, String operationId, boolean spend, Optional<Integer> status, Duration took) {}
}
