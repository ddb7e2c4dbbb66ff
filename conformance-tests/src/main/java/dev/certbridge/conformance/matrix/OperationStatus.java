package dev.certbridge.conformance.matrix;

/**
 * An operation of a contract and a status that it documents: a row of the matrix.
 *
 * @param reseller whose contract it is
 * @param operationId the operation
 * @param status the HTTP status
 */
public record OperationStatus(String reseller, String operationId, int status) {

    /** Like {@code realtime getProcess 404}: how every message names it. */
    @Override
    public String toString() {
        return reseller + " " + operationId + " " + status;
    }
}
