package dev.certbridge.conformance.matrix;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Computes where a pact or a rule of its own is not needed, so that the sweep over every operation and status is enough.
 * Nobody writes it down by hand. Where a pact holds an answer no rule is needed beside it, because the tests that make
 * pacts take the client through the answer; a rule does not stand for a pact. Else there are four grounds, tried in this
 * order:
 *
 * <ol>
 *   <li>No adapter calls the operation ({@link CalledOperations}).
 *   <li>It is a failure that means what a status means that the contract does not have: {@code OutcomeUnknown}, or
 *       {@code ProviderFault} where nothing is written. Adapters have no branch for it.
 *   <li>It is a failure whose status means the same at every operation of the contract, and another operation has what
 *       is asked for. Adapters tell these by the status alone.
 *   <li>It is a failure that means the same, and where as much is at stake (both spend or neither does), as at an
 *       operation that has what is asked for. Adapters tell these in one place.
 * </ol>
 *
 * <p>A success of an operation that is called is always relied on.
 */
final class PactRelevance {

    private static final Set<String> UNKNOWN_STATUS = Set.of("OutcomeUnknown", "ProviderFault");

    private final List<DocumentedResponse> answers;
    private final Map<String, Set<String>> called;
    private final Set<String> uniform;

    /**
     * @param answers every documented answer
     * @param called by reseller, the operations that its adapters call
     */
    PactRelevance(List<DocumentedResponse> answers, Map<String, Set<String>> called) {
        this.answers = answers;
        this.called = called;
        this.uniform = answers.stream()
                .collect(Collectors.groupingBy(
                        PactRelevance::status, Collectors.mapping(DocumentedResponse::meaning, Collectors.toSet())))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() == 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether an adapter calls the operation. */
    boolean calls(OperationStatus pair) {
        return called.getOrDefault(pair.reseller(), Set.of()).contains(pair.operationId());
    }

    /** Why nothing is needed here, and nothing when something is. */
    Optional<String> notNeeded(DocumentedResponse answer, Predicate<OperationStatus> has) {
        OperationStatus pair = answer.pair();
        if (!calls(pair)) {
            return Optional.of("no adapter calls it");
        }
        if (!answer.isFailure()) {
            return Optional.empty();
        }
        if (UNKNOWN_STATUS.contains(answer.meaning())) {
            return Optional.of("as any unknown status");
        }
        return answers.stream()
                .filter(other ->
                        status(other).equals(status(answer)) && other.meaning().equals(answer.meaning()))
                .filter(other -> uniform.contains(status(answer)) || other.spends() == answer.spends())
                .map(DocumentedResponse::pair)
                .filter(has)
                .findFirst()
                .map(other -> "as at " + other.operationId());
    }

    private static String status(DocumentedResponse answer) {
        return answer.pair().reseller() + " " + answer.status();
    }
}
