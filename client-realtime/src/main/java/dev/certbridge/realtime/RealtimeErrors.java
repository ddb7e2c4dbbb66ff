package dev.certbridge.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.ErrorMapper;
import dev.certbridge.client.transport.Json;
import dev.certbridge.realtime.generated.model.ApiError;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps error responses of Realtime Register to exceptions. The body of an error response contains an error type, but a
 * response with status 401, 403, 404 or 429 may have no body.
 */
final class RealtimeErrors implements ErrorMapper {

    private static final String INVALID_CSR = "InvalidCSRException";
    private static final String BILLABLES = "BillableAcknowledgmentNeededException";

    /**
     * The error types that the contract does not list for a spending operation. After an error of an unlisted type, an
     * order may exist.
     */
    private static final Map<String, Set<String>> NOT_LISTED = Map.of(
            "revokeCertificate", Set.of(INVALID_CSR, BILLABLES),
            "createAcmeSubscription", Set.of(INVALID_CSR),
            "updateAcmeSubscription", Set.of(INVALID_CSR),
            "renewAcmeSubscription", Set.of(INVALID_CSR));

    @Override
    public ResellerException readError(ApiResponse answer) {
        return refused(answer)
                .orElseGet(() -> answer.status() / 100 == 5
                        ? new ProviderFaultException(
                                answer.origin(),
                                answer.status(),
                                refusal(answer, error(answer)).message(),
                                null,
                                answer.retryAfter().orElse(null))
                        : new BrokenContractException(answer.origin(), answer.status(), "is not documented", null));
    }

    @Override
    public ResellerException writeError(ApiResponse answer) {
        // This operation is a POST, but it changes nothing.
        return answer.origin().operationId().equals("decodeCsr")
                ? readError(answer)
                : refused(answer).orElseGet(() -> unknown(answer));
    }

    @Override
    public ResellerException spendError(ApiResponse answer, byte[] request) {
        // If an error response contains the id of an order, the request may have placed that order.
        return RealtimeOrderIdReader.namesOrder(answer)
                ? unknown(answer)
                : byStatus(answer).or(() -> listed(answer)).orElseGet(() -> unknown(answer));
    }

    /** Maps the refusal of a call that cannot place an order. Each response with status 400 or 404 is a refusal. */
    private static Optional<ResellerException> refused(ApiResponse answer) {
        Refusal refusal = refusal(answer, error(answer));
        return byStatus(answer).or(() -> switch (answer.status()) {
            case 400 -> Optional.of(badRequest(answer, refusal));
            case 404 -> Optional.of(new NotFoundException(answer.origin(), refusal));
            default -> Optional.empty();
        });
    }

    private static ResellerException badRequest(ApiResponse answer, Refusal refusal) {
        OperationRef origin = answer.origin();
        boolean exists =
                refusal.code().equals("ObjectExists") && origin.operationId().equals("importCertificate");
        boolean ended = refusal.code().equals("InvalidParameter")
                && origin.operationId().equals("cancelProcess");
        if (ended) {
            return new ConflictException(origin, refusal, Reason.WRONG_STATE);
        }
        return switch (refusal.code()) {
            case "ObjectDoesNotExist" -> new NotFoundException(origin, refusal);
            case "ObjectStatusProhibitsOperation" -> new ConflictException(origin, refusal, Reason.WRONG_STATE);
            default ->
                exists
                        ? new ConflictException(origin, refusal, Reason.UNKNOWN)
                        : new InvalidRequestException(origin, refusal, violations(answer, error(answer)));
        };
    }

    /** Maps a response whose HTTP status has the same meaning for every operation. */
    private static Optional<ResellerException> byStatus(ApiResponse answer) {
        Refusal refusal = refusal(answer, error(answer));
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

    /**
     * Maps an error that proves, by the contract, that nothing was ordered. An error about an existing object or a
     * wrong state proves nothing: if a proxy sent the order twice, the existing object may be this order.
     */
    private static Optional<ResellerException> listed(ApiResponse answer) {
        ApiError error = error(answer);
        OperationRef origin = answer.origin();
        Refusal refusal = refusal(answer, error);
        String type = text(error.getType());
        Set<String> unlisted = NOT_LISTED.getOrDefault(origin.operationId(), Set.of());
        if (answer.status() != 400 || unlisted.contains(type)) {
            return Optional.empty();
        }
        return switch (type) {
            case BILLABLES ->
                Optional.of(new BillableAcknowledgmentNeededException(
                        origin, refusal, RealtimeQuotes.find(answer, Optional.ofNullable(error.getQuote()))));
            case "InsufficientCreditException" -> Optional.of(new InsufficientCreditException(origin, refusal));
            case "ObjectDoesNotExist" -> Optional.of(new NotFoundException(origin, refusal));
            case "ConstraintViolationException",
                    INVALID_CSR,
                    "InvalidMessage",
                    "NoContractException",
                    "UnrecognizedPropertyException",
                    "ValidationError" ->
                Optional.of(new InvalidRequestException(origin, refusal, violations(answer, error)));
            default -> Optional.empty();
        };
    }

    private static OutcomeUnknownException unknown(ApiResponse answer) {
        return new OutcomeUnknownException(
                answer.origin(), false, null, "answered " + refusal(answer, error(answer)), null);
    }

    private static List<Violation> violations(ApiResponse answer, ApiError error) {
        Stream<Violation> listed = error.getViolations() == null
                ? Stream.empty()
                : error.getViolations().stream()
                        .filter(Objects::nonNull)
                        .map(violation -> new Violation(
                                answer.credential().redact(text(violation.getField())),
                                answer.credential().redact(text(violation.getMessage()))));
        Stream<Violation> property = Stream.ofNullable(error.getProperty())
                .map(name -> new Violation(answer.credential().redact(name), "is unknown or has the wrong type"));
        return Stream.concat(listed, property).toList();
    }

    /**
     * Returns the error in a response. If an amount in the quote of the error cannot be read, the result contains no
     * quote.
     */
    private static ApiError error(ApiResponse answer) {
        return Json.tryDecode(answer, ApiError.class)
                .or(() -> Json.tryDecode(answer, JsonNode.class)
                        .map(body -> new ApiError()
                                .type(body.path("type").textValue())
                                .message(body.path("message").textValue())))
                .orElseGet(ApiError::new);
    }

    private static Refusal refusal(ApiResponse answer, ApiError error) {
        return new Refusal(
                answer.status(),
                answer.credential().redact(text(error.getType())),
                answer.credential().redact(text(error.getMessage())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
