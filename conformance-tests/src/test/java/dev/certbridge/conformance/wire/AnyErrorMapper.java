package dev.certbridge.conformance.wire;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;

/** Maps every status other than 2xx to one failure, for tests about successful responses. */
final class AnyErrorMapper implements ErrorMapper {

    @Override
    public ResellerException readError(ApiResponse answer) {
        return new ProviderFaultException(answer.origin(), answer.status(), "said no", null);
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
