package dev.certbridge.client.transport;

import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;

/** For calls that go well. */
final class NoErrorMapper implements ErrorMapper {
    @Override
    public ResellerException readError(ApiResponse answer) {
        return new ProviderFaultException(OperationRef.of("test", "read"), answer.status(), "not expected", null);
    }

    @Override
    public ResellerException writeError(ApiResponse answer) {
        return readError(answer);
    }

    @Override
    public ResellerException spendError(ApiResponse answer, byte[] request) {
        return readError(answer);
    }
}
