package dev.certbridge.conformance.matrix;

import dev.certbridge.contract.ContractResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Computes where a response needs no pact and no rule of its own, so that the sweep over every operation and status is enough.
 * A response with a pact needs no rule, because the test of the pact passes the response to the client. A rule does not replace
 * a pact. Otherwise there are four reasons, tried in this order:
 *
 * <ol>
 *   <li>No adapter calls the operation ({@link CalledOperations}).
 *   <li>It is a failure with the outcome of an undocumented status: {@code OutcomeUnknown}, or {@code ProviderFault} for a
 *       read. Adapters have no branch for it.
 *   <li>It is a failure, its status has the same outcome at every operation of the contract, and another operation has the pact
 *       or rule. Adapters decide these by the status alone.
 *   <li>It is a failure, and an operation with the same outcome has the pact or rule, where both operations spend or neither
 *       does. Adapters decide these in one place.
 * </ol>
 *
 * <p>Adapters always rely on a success of an operation that they call.
 */
final class PactRelevance {

    private static final Set<String> UNDOCUMENTED_STATUS = Set.of("OutcomeUnknown", "ProviderFault");

    private final List<ContractResponse> responses;
    private final Map<String, Set<String>> called;
    private final Set<String> uniformStatuses;

    /**
     * @param responses every documented response
     * @param called by reseller, the operations that its adapters call
     */
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

    /** Returns true if an adapter calls the operation. */
    boolean calls(OperationStatus row) {
        return called.getOrDefault(row.reseller(), Set.of()).contains(row.operationId());
    }

    /** Returns why nothing is needed here, empty if something is. */
    Optional<String> reasonNotNeeded(ContractResponse response, Predicate<OperationStatus> has) {
        if (!calls(OperationStatus.of(response))) {
            return Optional.of("no adapter calls it");
        }
        if (!response.isFailure()) {
            return Optional.empty();
        }
        String outcome = MatrixRow.outcome(response);
        if (UNDOCUMENTED_STATUS.contains(outcome)) {
            return Optional.of("as any unknown status");
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
