package dev.certbridge.conformance.wire;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The operations of a contract that can cost money, and the documented outcomes of an operation. */
final class ContractOutcomes {

    private final ContractDocument document;

    ContractOutcomes(String reseller) {
        document = ContractDocument.onClassPath(reseller);
    }

    /** Returns the operationIds with {@code x-spends}. */
    Set<String> spends() {
        return document.operations().stream()
                .filter(ContractOperation::spends)
                .map(ContractOperation::id)
                .collect(Collectors.toSet());
    }

    /** Returns the outcomes of each documented status by kind of body; {@code *} is for all others. */
    Map<Integer, Map<String, String>> of(String operationId) {
        return document.operation(operationId).responses().stream()
                .collect(Collectors.toMap(
                        ContractResponse::status, ContractOutcomes::outcomes, (first, second) -> first, TreeMap::new));
    }

    private static Map<String, String> outcomes(ContractResponse response) {
        return response.outcomes().isEmpty() ? Map.of("*", "nothing") : response.outcomes();
    }
}
