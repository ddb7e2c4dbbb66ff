package dev.certbridge.conformance.matrix;

import dev.certbridge.contract.ContractResponse;

/** An operation of a contract and one of its documented statuses, which together identify a row of the matrix. */
record OperationStatus(String reseller, String operationId, int status) {

    static OperationStatus of(ContractResponse response) {
        return new OperationStatus(
                response.operation().document().name(), response.operation().id(), response.status());
    }

    /** Returns text such as {@code realtime getProcess 404}, which appears in messages. */
    @Override
    public String toString() {
        return reseller + " " + operationId + " " + status;
    }
}
