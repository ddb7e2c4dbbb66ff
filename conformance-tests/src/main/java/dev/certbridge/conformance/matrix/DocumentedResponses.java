package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.matrix.DocumentedResponse.Named;
import dev.certbridge.contract.ContractDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads every documented answer of a contract, with lines, from its text. */
final class DocumentedResponses {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private DocumentedResponses() {}

    /** In the order of the contract. A status that is no number, such as {@code default}, is no answer of its own. */
    static List<DocumentedResponse> of(ContractDocument contract) {
        List<DocumentedResponse> answers = new ArrayList<>();
        YamlNode.document(contract.text())
                .get("paths")
                .entries()
                .forEach((path, item) -> item.resolved().entries().forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        String call = method.toUpperCase(Locale.ROOT) + " " + path;
                        operation.get("responses").entries().forEach((status, response) -> {
                            if (status.matches("[1-5][0-9][0-9]")) {
                                OperationStatus pair = new OperationStatus(
                                        contract.name(),
                                        operation.get("operationId").text(),
                                        Integer.parseInt(status));
                                answers.add(answer(pair, call, operation, response));
                            }
                        });
                    }
                }));
        return answers;
    }

    private static DocumentedResponse answer(OperationStatus pair, String call, YamlNode operation, YamlNode given) {
        YamlNode response = given.resolved();
        ValueLists values = ValueLists.of(response);
        return new DocumentedResponse(
                pair,
                call,
                operation.get("x-spends").text().equals("true"),
                given.line(),
                response.get("x-evidence").text(),
                response.get("x-source").text(),
                meaning(response.get("x-outcome")),
                !response.has("content"),
                examples(response.get("content")),
                values.closed(),
                values.open());
    }

    private static List<Named> examples(YamlNode content) {
        return content.entries().values().stream()
                .flatMap(type -> type.get("examples").entries().entrySet().stream())
                .map(example -> new Named(example.getKey(), example.getValue().line()))
                .toList();
    }

    /** One text for one meaning, in whatever order the cases stand. */
    private static String meaning(YamlNode outcome) {
        Map<String, String> cases = new TreeMap<>();
        outcome.entries().forEach((key, value) -> cases.put(key, value.text()));
        return cases.isEmpty()
                ? outcome.text()
                : cases.entrySet().stream()
                        .map(one -> one.getKey() + ": " + one.getValue())
                        .collect(Collectors.joining(", "));
    }
}
