package dev.certbridge.conformance.run;

import java.util.Comparator;

/**
 * A response that a stub sent.
 *
 * @param operationId the operation of the reseller's contract
 * @param status the HTTP status, 0 when the connection was cut off instead
 * @param behaved whether the stub's own rules made it, and not only an example of the contract or a provoked failure
 */
public record ServedResponse(String operationId, int status, boolean behaved) implements Comparable<ServedResponse> {

    /** Returns true for a response that is not evidence of behaviour: an example of the contract, or provoked. */
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
