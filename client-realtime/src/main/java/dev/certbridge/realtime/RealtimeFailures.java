package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.ApiError;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Realtime Register's errors carry a type; 401, 403, 404 and 429 may come without a body. */
final class RealtimeFailures implements Failures {

    @Override
    public ResellerException ofRead(Answer answer) {
        ApiError error = error(answer);
        return known(answer, error).orElseGet(() -> switch (answer.status()) {
            case 400 ->
                conflict(answer, error)
                        .orElseGet(() -> new InvalidRequestException(
                                answer.origin(), refusal(answer, error), violations(answer, error)));
            case 404 -> new NotFoundException(answer.origin(), refusal(answer, error));
            default ->
                answer.status() / 100 == 5
                        ? new ProviderFaultException(
                                answer.origin(),
                                answer.status(),
                                refusal(answer, error).message(),
                                null)
                        : new BrokenContractException(answer.origin(), answer.status(), "is not documented", null);
        });
    }

    @Override
    public ResellerException ofSpend(Answer answer, byte[] request) {
        ApiError error = error(answer);
        return known(answer, error)
                .orElseGet(() -> new OutcomeUnknownException(
                        answer.origin(), false, null, "answered " + refusal(answer, error), null));
    }

    /** What means the same on reads and spends, and on a spend that certainly nothing was ordered. */
    private static Optional<ResellerException> known(Answer answer, ApiError error) {
        Origin origin = answer.origin();
        Refusal refusal = refusal(answer, error);
        return switch (answer.status()) {
            case 401, 403 -> Optional.of(new UnauthorizedException(origin, refusal));
            case 429 ->
                Optional.of(new RateLimitedException(
                        origin, refusal, answer.retryAfter().orElse(null)));
            case 400 ->
                Optional.ofNullable(
                        switch (text(error.getType())) {
                            case "BillableAcknowledgmentNeededException" ->
                                new BillableAcknowledgmentNeededException(
                                        origin,
                                        refusal,
                                        Optional.ofNullable(error.getQuote())
                                                .map(quote -> RealtimeQuotes.quote(answer, quote)));
                            case "InsufficientCreditException" -> new InsufficientCreditException(origin, refusal);
                            case "ObjectDoesNotExist" -> new NotFoundException(origin, refusal);
                            case "ConstraintViolationException",
                                    "InvalidCSRException",
                                    "InvalidMessage",
                                    "NoContractException",
                                    "UnrecognizedPropertyException",
                                    "ValidationError" ->
                                new InvalidRequestException(origin, refusal, violations(answer, error));
                            default -> null;
                        });
            default -> Optional.empty();
        };
    }

    /** On reads only: on a spend these may be about our own order, which an intermediary sent before. */
    private static Optional<ResellerException> conflict(Answer answer, ApiError error) {
        return text(error.getType()).equals("ObjectStatusProhibitsOperation")
                ? Optional.of(new ConflictException(answer.origin(), refusal(answer, error), Reason.WRONG_STATE))
                : Optional.empty();
    }

    private static List<Violation> violations(Answer answer, ApiError error) {
        Stream<Violation> listed = error.getViolations() == null
                ? Stream.empty()
                : error.getViolations().stream()
                        .filter(Objects::nonNull)
                        .map(violation -> new Violation(
                                answer.wording(text(violation.getField())),
                                answer.wording(text(violation.getMessage()))));
        Stream<Violation> property = Stream.ofNullable(error.getProperty())
                .map(name -> new Violation(answer.wording(name), "is not known or of another type"));
        return Stream.concat(listed, property).toList();
    }

    private static ApiError error(Answer answer) {
        return answer.tryAs(ApiError.class).orElseGet(ApiError::new);
    }

    private static Refusal refusal(Answer answer, ApiError error) {
        return new Refusal(
                answer.status(), answer.wording(text(error.getType())), answer.wording(text(error.getMessage())));
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
