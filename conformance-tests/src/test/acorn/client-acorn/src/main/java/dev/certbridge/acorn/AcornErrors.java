package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopError;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.client.transport.Json;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import java.util.List;
import java.util.Optional;

/**
 * Maps responses without a 2xx status to failures. The status and the error code determine the failure of an order.
 * Only the status determines the failure of a read.
 */
final class AcornErrors implements ErrorMapper {

    @Override
    public ResellerException readError(ApiResponse answer) {
        Refusal refusal = refusal(answer);
        return byStatus(answer).orElseGet(() -> switch (answer.status()) {
            case 404 -> new NotFoundException(answer.origin(), refusal);
            case 409 -> new ConflictException(answer.origin(), refusal, ConflictException.Reason.NOT_READY);
            default ->
                answer.status() / 100 == 5
                        ? new ProviderFaultException(
                                answer.origin(),
                                answer.status(),
                                refusal.message(),
                                null,
                                answer.retryAfter().orElse(null))
                        : new BrokenContractException(answer.origin(), answer.status(), "is not documented", null);
        });
    }

    @Override
    public ResellerException writeError(ApiResponse answer) {
        return byStatus(answer).orElseGet(() -> unknown(answer));
    }

    /**
     * Maps a response to an order. Except for 401, 403 and 429, only a documented error code counts as a refusal,
     * because an intermediary may respond with the same status.
     */
    @Override
    public ResellerException spendError(ApiResponse answer, byte[] request) {
        Refusal refusal = refusal(answer);
        return byStatus(answer).orElseGet(() -> switch (answer.status() + " " + refusal.code()) {
            case "400 invalid_order", "400 unknown_product" ->
                new InvalidRequestException(answer.origin(), refusal, List.of());
            case "402 no_credit" -> new InsufficientCreditException(answer.origin(), refusal);
            default -> unknown(answer);
        });
    }

    private static Optional<ResellerException> byStatus(ApiResponse answer) {
        return switch (answer.status()) {
            case 401, 403 -> Optional.of(new UnauthorizedException(answer.origin(), refusal(answer)));
            case 429 ->
                Optional.of(new RateLimitedException(
                        answer.origin(), refusal(answer), answer.retryAfter().orElse(null)));
            default -> Optional.empty();
        };
    }

    private static OutcomeUnknownException unknown(ApiResponse answer) {
        return new OutcomeUnknownException(answer.origin(), false, null, "answered " + refusal(answer), null);
    }

    private static Refusal refusal(ApiResponse answer) {
        Optional<ShopError> error = Json.tryDecode(answer, ShopError.class);
        return new Refusal(
                answer.status(),
                answer.credential().redact(error.map(ShopError::getCode).orElse("")),
                answer.credential().redact(error.map(ShopError::getMessage).orElse("")));
    }
}
