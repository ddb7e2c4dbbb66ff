package dev.certbridge.conformance.matrix;

import dev.certbridge.contract.ContractResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Determines which responses need no pact or rule of their own, because the sweep over all operations and statuses is
 * enough. The possible reasons are tried in this order:
 *
 * <ol>
 *   <li>No adapter calls the operation, according to {@link CalledOperations}.
 *   <li>The response is a failure with the same outcome as an undocumented status, which is {@code ProviderFault} for a
 *       read and {@code OutcomeUnknown} for another operation. No adapter has special code for a failure with this
 *       outcome.
 *   <li>The response is a failure, and its status means the same at every operation of the contract. A pact or rule of
 *       another operation covers this status, and adapters look only at the status.
 *   <li>The response is a failure, and another operation has a pact or rule for the same status and outcome. Either
 *       both operations can cost money, or both are free. Adapters handle the failures of both operations in one place.
 * </ol>
 *
 * <p>A success of an operation that an adapter calls always needs a pact. A response with a pact needs no rule, because
 * the test of the pact passes the response to the client. A rule does not replace a pact.
 */
final class PactRelevance {

    private static final Set<String> UNDOCUMENTED_STATUS = Set.of("OutcomeUnknown", "ProviderFault");

    private final List<ContractResponse> responses;
    private final Map<String, Set<String>> called;
    private final Set<String> uniformStatuses;

    PactRelevance(List<ContractResponse> responses, Map<String, Set<String>> called) {
        this.responses = responses;
        this.called = called;
        this.uniformStatuses = responses.stream()
                .collect(Collectors.groupingBy(
                        PactRelevance::status, Collectors.mapping(MatrixRow::outcome, Collectors.toSet())))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() == 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns true if an adapter of the reseller calls the operation of this row. */
    boolean calls(OperationStatus row) {
        return called.getOrDefault(row.reseller(), Set.of()).contains(row.operationId());
    }

    /**
     * Returns the reason why the response needs no pact or rule of its own. Returns empty if the response needs a pact
     * or a rule.
     */
    Optional<String> reasonNotNeeded(ContractResponse response, Predicate<OperationStatus> has) {
        if (!calls(OperationStatus.of(response))) {
            return Optional.of("no adapter calls it");
        }
        if (!response.isFailure()) {
            return Optional.empty();
        }
        String outcome = MatrixRow.outcome(response);
        if (UNDOCUMENTED_STATUS.contains(outcome)) {
            return Optional.of("adapters handle this response like an unknown status");
        }
        String status = status(response);
        return responses.stream()
                .filter(other ->
                        status(other).equals(status) && MatrixRow.outcome(other).equals(outcome))
                .filter(other -> uniformStatuses.contains(status)
                        || other.operation().spends() == response.operation().spends())
                .map(OperationStatus::of)
                .filter(has)
                .findFirst()
                .map(other -> "as at " + other.operationId());
    }

    private static String status(ContractResponse response) {
        return response.operation().document().name() + " " + response.status();
    }
}
