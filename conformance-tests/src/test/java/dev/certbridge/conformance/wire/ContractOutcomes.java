package dev.certbridge.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.contract.ContractTree;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a contract itself says of its spends. */
final class ContractOutcomes {

    private final ContractTree document;

    ContractOutcomes(String reseller) {
        document = ContractTree.of(reseller);
    }

    /** The operationIds marked {@code x-spends}. */
    Set<String> spends() {
        return document.operations()
                .filter(operation -> operation.path("x-spends").booleanValue())
                .map(operation -> operation.get("operationId").textValue())
                .collect(Collectors.toSet());
    }

    /** Per documented status, the outcome of each case; {@code *} for all or any other. */
    Map<Integer, Map<String, String>> of(String operationId) {
        return document.operation(operationId)
                .get("responses")
                .propertyStream()
                .collect(Collectors.toMap(
                        response -> Integer.valueOf(response.getKey()),
                        response -> cases(document.resolved(response.getValue()).path("x-outcome")),
                        (first, second) -> first,
                        TreeMap::new));
    }

    private static Map<String, String> cases(JsonNode outcome) {
        return outcome.isObject()
                ? outcome.propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().textValue()))
                : Map.of("*", outcome.asText("nothing"));
    }
}
