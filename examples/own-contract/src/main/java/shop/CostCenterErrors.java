package shop;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import java.util.List;

/** Maps the statuses of {@code openapi.yaml} to exceptions. */
final class CostCenterErrors implements ErrorMapper {

    @Override
    public ResellerException readError(ApiResponse response) {
        return response.status() == 404
                ? new NotFoundException(response.origin(), refusal(response))
                : new BrokenContractException(response.origin(), response.status(), "is not documented", null);
    }

    @Override
    public ResellerException writeError(ApiResponse response) {
        return spendError(response, new byte[0]);
    }

    @Override
    public ResellerException spendError(ApiResponse response, byte[] request) {
        return response.status() == 400
                ? new InvalidRequestException(response.origin(), refusal(response), List.of())
                : new OutcomeUnknownException(response.origin(), false, null, "answered " + refusal(response), null);
    }

    private static Refusal refusal(ApiResponse response) {
        return new Refusal(response.status(), "", response.credential().redact(response.text()));
    }
}
