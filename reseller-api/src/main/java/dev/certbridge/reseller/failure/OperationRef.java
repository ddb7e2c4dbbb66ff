package dev.certbridge.reseller.failure;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A reference to the operation that failed.
 *
 * @param provider the reseller's name, {@code regfish} for instance
 * @param operationId the operation id in the reseller's OpenAPI document, {@code createCertificate} for instance
 * @param requestId the reseller's own id of the call, or null if the reseller sent none
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
