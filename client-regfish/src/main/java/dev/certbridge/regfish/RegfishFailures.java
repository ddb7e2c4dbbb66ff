package dev.certbridge.regfish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.regfish.generated.model.ApiError;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.Failures;
import java.util.List;
import java.util.Optional;

/** regfish's errors carry no type: the status and the operation decide. */
final class RegfishFailures implements Failures {

    @Override
    public ResellerException ofRead(Answer answer) {
        Refusal refusal = refusal(answer);
        Origin origin = answer.origin();
        return switch (answer.status()) {
            case 401, 403 -> new UnauthorizedException(origin, refusal);
            case 429 ->
                new RateLimitedException(origin, refusal, answer.retryAfter().orElse(null));
            case 400 -> new InvalidRequestException(origin, refusal, List.of());
            case 404 -> new NotFoundException(origin, refusal);
            // certbro waits on exactly this one: the file is not ready although the certificate is issued.
            case 409 ->
                new ConflictException(
                        origin,
                        refusal,
                        origin.operationId().equals("downloadCertificate") ? Reason.NOT_READY : Reason.UNKNOWN);
            default ->
                answer.status() / 100 == 5
                        ? new ProviderFaultException(origin, answer.status(), refusal.message(), null)
                        : new BrokenContractException(origin, answer.status(), "is not documented", null);
        };
    }

    @Override
    public ResellerException ofSpend(Answer answer, byte[] request) {
        return rejected(answer, request)
                .orElseGet(() ->
                        new OutcomeUnknownException(answer.origin(), false, null, "answered " + refusal(answer), null));
    }

    /** The contract's allow-list: what certainly ordered nothing. */
    private static Optional<ResellerException> rejected(Answer answer, byte[] request) {
        Refusal refusal = refusal(answer);
        Origin origin = answer.origin();
        if (answer.status() == 401 || answer.status() == 403) {
            return Optional.of(new UnauthorizedException(origin, refusal));
        }
        if (answer.status() == 429) {
            return Optional.of(new RateLimitedException(
                    origin, refusal, answer.retryAfter().orElse(null)));
        }
        boolean saysNo = error(answer)
                .map(error -> Boolean.FALSE.equals(error.getSuccess()))
                .orElse(false);
        if (!saysNo) {
            return Optional.empty();
        }
        return switch (answer.status()) {
            case 400 -> Optional.of(new InvalidRequestException(origin, refusal, List.of()));
            case 404 -> Optional.of(new NotFoundException(origin, refusal));
            // A copy of a renewal that was accepted may be told the same.
            case 409 ->
                renews(request)
                        ? Optional.empty()
                        : Optional.of(new ConflictException(origin, refusal, Reason.UNKNOWN));
            default -> Optional.empty();
        };
    }

    /** By the text: unset members are not sent, and a member in doubt makes the outcome unknown, never rejected. */
    private static boolean renews(byte[] request) {
        return new String(request, UTF_8).contains("\"renewal_of_certificate_id\"");
    }

    private static Optional<ApiError> error(Answer answer) {
        return answer.tryAs(ApiError.class);
    }

    private static Refusal refusal(Answer answer) {
        ApiError error = error(answer).orElseGet(ApiError::new);
        String message = error.getMessage() == null ? "" : error.getMessage();
        String detail = error.getError() == null || error.getError().equals(message) ? "" : " " + error.getError();
        String code = error.getCode() == null ? "" : error.getCode().toString();
        return new Refusal(answer.status(), code, answer.wording(message + detail));
    }
}
