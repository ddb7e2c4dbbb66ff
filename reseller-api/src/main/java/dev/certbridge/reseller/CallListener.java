package dev.certbridge.reseller;

import java.time.Duration;
import java.util.Optional;

/**
 * A listener that is notified of every call after it ended. A call has no address, headers or body, so the listener
 * cannot leak a key.
 */
@FunctionalInterface
public interface CallListener {

    /** Receives one call, in the thread that made it. Exceptions are ignored. */
    void called(Call call);

    /**
     * A call that ended.
     *
     * @param operationId the operation id in the reseller's OpenAPI document, {@code createCertificate} for instance
     * @param spend true if the call could cost money
     * @param status the HTTP status, empty if no response arrived
     * @param took the duration of the call
     */
    record Call(String provider, String operationId, boolean spend, Optional<Integer> status, Duration took) {}
}
