package dev.certbridge.conformance.run;

import java.util.Comparator;

/**
 * A response that a stub sent.
 *
 * @param operationId the operation in the contract of the reseller
 * @param status the HTTP status, or 0 if the stub closed the connection without an answer
 * @param behaved true if the stub computed the response by its own behaviour; false if the stub sent an example of the
 *     contract or a failure that a test provoked
 */
public record ServedResponse(String operationId, int status, boolean behaved) implements Comparable<ServedResponse> {

    /**
     * Creates a response that the stub did not compute: an example of the contract or a failure that a test provoked.
     */
    public ServedResponse(String operationId, int status) {
        this(operationId, status, false);
    }

    @Override
    public int compareTo(ServedResponse other) {
        return Comparator.comparing(ServedResponse::operationId)
                .thenComparingInt(ServedResponse::status)
                .thenComparing(ServedResponse::behaved)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return operationId + " " + status;
    }
}
