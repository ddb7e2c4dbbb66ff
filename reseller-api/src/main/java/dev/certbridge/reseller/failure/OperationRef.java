package dev.certbridge.reseller.failure;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where a failure comes from.
 *
 * @param provider the reseller's name, {@code regfish} for instance
 * @param operationId the operation of the contract, for instance {@code createCertificate}
 * @param requestId the reseller's own id of the call, when it sent one
 */
public record OperationRef(
        String provider, String operationId, @Nullable String requestId) implements Serializable {

    /** Returns a reference without a request id. */
    public static OperationRef of(String provider, String operationId) {
        return new OperationRef(provider, operationId, null);
    }

    @Override
    public String toString() {
        return provider + " " + operationId + (requestId == null ? "" : " [request " + requestId + "]");
    }
}
