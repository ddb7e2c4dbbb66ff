package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.stub.CannedFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A failure that a contract documents, read from the document itself.
 *
 * @param operation its operationId
 * @param status the HTTP status
 * @param example the name of the example that the stub answers with
 * @param type the error type in that example, or its code; empty when it has neither
 * @param outcome what a caller must see, in the contract's own words
 */
public record DocumentedFailure(String operation, int status, String example, String type, String outcome) {

    private static final int FIRST_FAILURE = 400;
    private static final Map<String, JsonNode> DOCUMENTS = new ConcurrentHashMap<>();
    private static final Map<String, Class<? extends ResellerException>> CLASSES = Map.of(
            "Rejected/BillableAcknowledgmentNeeded", BillableAcknowledgmentNeededException.class,
            "Rejected/InsufficientCredit", InsufficientCreditException.class,
            "Rejected/InvalidRequest", InvalidRequestException.class,
            "Rejected/NotFound", NotFoundException.class,
            "Rejected/RateLimited", RateLimitedException.class,
            "Rejected/Unauthorized", UnauthorizedException.class,
            "Rejected/Conflict", ConflictException.class,
            "OutcomeUnknown", OutcomeUnknownException.class,
            "ProviderFault", ProviderFaultException.class);

    /** Every failure with a named example, in the order of the contract. */
    public static List<DocumentedFailure> of(String reseller) {
        return DocumentedOperation.of(reseller).stream()
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> status >= FIRST_FAILURE)
                        .flatMap(status -> operation.answers(status).stream()))
                .map(DocumentedAnswer::failure)
                .toList();
    }

    /** Fails unless this is what the caller must see, with all that it must carry, and nothing that it must not. */
    public void requireMatches(Throwable thrown, String key) {
        assertThat(thrown).as("%s", this).isExactlyInstanceOf(expected());
        ResellerException failure = (ResellerException) thrown;
        assertThat(failure.operationId()).isEqualTo(operation);
        assertThat(failure)
                .hasMessageContaining(operation)
                .hasMessageContaining(String.valueOf(status))
                .hasMessageNotContaining(key);
        assertThat(failure.getMessage().lines()).hasSize(1);
        if (failure instanceof RejectedException rejected) {
            assertThat(rejected.status()).isEqualTo(status);
            assertThat(rejected.code()).isEqualTo(type);
            assertThat(rejected.message().isEmpty())
                    .as("nothing is said")
                    .isEqualTo(example.equals(CannedFailure.WITHOUT_BODY));
        }
        if (failure instanceof ConflictException conflict) {
            assertThat(conflict.reason().name()).isEqualTo(outcome.substring(outcome.indexOf(':') + 1));
        }
        if (failure instanceof OutcomeUnknownException unknown) {
            assertThat(unknown.accepted()).isFalse();
            assertThat(unknown.seenId()).isEmpty();
        }
        if (failure instanceof ProviderFaultException fault) {
            assertThat(fault.status()).isEqualTo(status);
        }
    }

    private Class<? extends ResellerException> expected() {
        String name = outcome.contains(":") ? outcome.substring(0, outcome.indexOf(':')) : outcome;
        return Objects.requireNonNull(CLASSES.get(name), () -> "no class stands for the outcome " + outcome);
    }

    /** The document of a reseller, read once. Not to be changed. */
    public static JsonNode contract(String reseller) {
        return DOCUMENTS.computeIfAbsent(
                reseller, name -> ContractDocument.onClassPath(name).tree());
    }

    @Override
    public String toString() {
        return operation + " " + status + " " + example + " -> " + outcome;
    }
}
