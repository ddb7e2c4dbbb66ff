package dev.certbridge.conformance.matrix;

import dev.certbridge.contract.ContractResponse;

/**
 * An operation of a contract and a documented status: the key of a row.
 *
 * @param reseller the reseller of the contract
 * @param operationId the operation
 * @param status the HTTP status
 */
record OperationStatus(String reseller, String operationId, int status) {

    static OperationStatus of(ContractResponse response) {
        return new OperationStatus(
                response.operation().document().name(), response.operation().id(), response.status());
    }

    /** Returns text like {@code realtime getProcess 404}, which messages contain. */
    @Override
    public String toString() {
        return reseller + " " + operationId + " " + status;
    }
}
