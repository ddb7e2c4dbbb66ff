package dev.certbridge.regfish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.client.transport.Json;
import dev.certbridge.regfish.generated.model.ApiError;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import java.util.List;
import java.util.Optional;

/**
 * Maps error responses of regfish to exceptions. The error responses contain no error type, so the HTTP status and the
 * operation determine the exception.
 */
final class RegfishErrors implements ErrorMapper {

    private static final String RECORD_EXISTS = "15003";

    @Override
    public ResellerException readError(ApiResponse answer) {
        return refused(answer)
                .orElseGet(() -> answer.status() / 100 == 5
                        ? new ProviderFaultException(
                                answer.origin(),
                                answer.status(),
                                refusal(answer).message(),
                                null,
                                answer.retryAfter().orElse(null))
                        : new BrokenContractException(answer.origin(), answer.status(), "is not documented", null));
    }

    @Override
    public ResellerException writeError(ApiResponse answer) {
        return refused(answer).orElseGet(() -> unknown(answer));
    }

    @Override
    public ResellerException spendError(ApiResponse answer, byte[] request) {
        // If an error response contains the id of an order, the request may have placed that order.
        return RegfishOrderIdReader.namesOrder(answer)
                ? unknown(answer)
                : rejected(answer, request).orElseGet(() -> unknown(answer));
    }

    /**
     * Maps the refusal of a call that cannot place an order. Each response with a documented 4xx status is a refusal.
     */
    private static Optional<ResellerException> refused(ApiResponse answer) {
        Refusal refusal = refusal(answer);
        OperationRef origin = answer.origin();
        return byStatus(answer).or(() -> switch (answer.status()) {
            case 400 ->
                Optional.of(
                        refusal.code().equals(RECORD_EXISTS)
                                ? new ConflictException(origin, refusal, Reason.WRONG_STATE)
                                : new InvalidRequestException(origin, refusal, List.of()));
            case 404 -> Optional.of(new NotFoundException(origin, refusal));
            case 409 -> Optional.of(new ConflictException(origin, refusal, reason(origin)));
            default -> Optional.empty();
        });
    }

    /**
     * Returns the reason for a response with status 409. After a download, status 409 means that the certificate is not
     * ready. After other calls, status 409 does not have this meaning. The client of regfish, certbro, also waits after
     * status 409 only if the call was a download.
     */
    private static Reason reason(OperationRef origin) {
        return origin.operationId().equals("downloadCertificate") ? Reason.NOT_READY : Reason.UNKNOWN;
    }

    /** Maps a response whose HTTP status has the same meaning for every operation. */
    private static Optional<ResellerException> byStatus(ApiResponse answer) {
        Refusal refusal = refusal(answer);
        return switch (answer.status()) {
            case 401, 403 -> Optional.of(new UnauthorizedException(answer.origin(), refusal));
            case 429 ->
                Optional.of(new RateLimitedException(
                        answer.origin(),
                        refusal,
                        answer.retryAfter().orElse(null),
                        answer.retryAt().orElse(null)));
            default -> Optional.empty();
        };
    }

    private static OutcomeUnknownException unknown(ApiResponse answer) {
        return new OutcomeUnknownException(answer.origin(), false, null, "answered " + refusal(answer), null);
    }

    /** Maps an error that proves, by the contract, that nothing was ordered. */
    private static Optional<ResellerException> rejected(ApiResponse answer, byte[] request) {
        Refusal refusal = refusal(answer);
        OperationRef origin = answer.origin();
        boolean refused = error(answer)
                .map(error -> Boolean.FALSE.equals(error.getSuccess()))
                .orElse(false);
        // A repeated renewal, reissue or completion may be answered with the same 409 although the first copy was
        // accepted.
        boolean plainOrder = origin.operationId().equals("createCertificate") && !renews(request);
        return byStatus(answer).or(() -> switch (refused ? answer.status() : 0) {
            case 400 -> Optional.of(new InvalidRequestException(origin, refusal, List.of()));
            case 404 -> Optional.of(new NotFoundException(origin, refusal));
            case 409 ->
                plainOrder ? Optional.of(new ConflictException(origin, refusal, Reason.UNKNOWN)) : Optional.empty();
            default -> Optional.empty();
        });
    }

    /**
     * Returns true if the request may be a renewal. A wrong true is safe, because the client then reports an unknown
     * outcome instead of a rejection.
     */
    private static boolean renews(byte[] request) {
        return new String(request, UTF_8).contains("\"renewal_of_certificate_id\"");
    }

    private static Optional<ApiError> error(ApiResponse answer) {
        return Json.tryDecode(answer, ApiError.class);
    }

    private static Refusal refusal(ApiResponse answer) {
        ApiError error = error(answer).orElseGet(ApiError::new);
        String message = error.getMessage() == null ? "" : error.getMessage();
        String between = message.isEmpty() || message.endsWith(".") ? " " : ": ";
        String detail = error.getError() == null || error.getError().equals(message) ? "" : between + error.getError();
        String code = error.getCode() == null ? "" : error.getCode().toString();
        return new Refusal(answer.status(), code, answer.credential().redact(message + detail));
    }
}
