package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.contract.ContractDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI document of a reseller, read once per process. */
public final class StubContract {

    static final ObjectMapper JSON = new ObjectMapper();

    // Reading a document and building its validator takes about a second, and tests start many stubs.
    private static final ConcurrentHashMap<String, StubContract> READ = new ConcurrentHashMap<>();
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final List<StubOperation> operations = new ArrayList<>();
    private final ContractCheck check;

    private StubContract(ContractDocument contract) {
        this.document = contract.tree();
        this.check = new ContractCheck(document, contract.resolvable());
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (METHODS.contains(entry.getKey())) {
                        String method = entry.getKey().toUpperCase(Locale.ROOT);
                        operations.add(new StubOperation(method, path.getKey(), resolved(document, entry.getValue())));
                    }
                }));
    }

    /** The contract of a reseller, from the specs on the class path. */
    public static StubContract of(String reseller) {
        return READ.computeIfAbsent(reseller, StubContract::read);
    }

    List<StubOperation> operations() {
        return List.copyOf(operations);
    }

    /** What a node stands for: itself, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        return node.hasNonNull("$ref") ? resolved(target(document, node)) : node;
    }

    /** The name of the header that carries the key. A scheme of HTTP itself names none: it is always the same one. */
    String keyHeader() {
        return document.at("/components/securitySchemes")
                .elements()
                .next()
                .path("name")
                .asText("Authorization");
    }

    ContractCheck check() {
        return check;
    }

    StubOperation operation(String operationId) {
        return operations.stream()
                .filter(operation -> operation.id().equals(operationId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the contract has no operation " + operationId));
    }

    Optional<StubOperation> find(String method, String path) {
        // A path of the contract without parameters is meant before one that takes anything in its place.
        return operations.stream()
                .filter(operation -> operation.match(method, path).isPresent())
                .min(Comparator.comparing(StubOperation::parameterCount));
    }

    /** The operation with references to shared responses, headers and examples replaced by what they name. */
    private static JsonNode resolved(JsonNode document, JsonNode operation) {
        operation.get("responses").properties().forEach(response -> {
            response.setValue(target(document, response.getValue()));
            response.getValue()
                    .path("headers")
                    .properties()
                    .forEach(header -> header.setValue(target(document, header.getValue())));
            response.getValue()
                    .path("content")
                    .properties()
                    .forEach(content -> content.getValue()
                            .path("examples")
                            .properties()
                            .forEach(example -> example.setValue(target(document, example.getValue()))));
        });
        return operation;
    }

    private static JsonNode target(JsonNode document, JsonNode node) {
        return node.hasNonNull("$ref")
                ? document.at(node.get("$ref").textValue().substring(1))
                : node;
    }

    private static StubContract read(String reseller) {
        return new StubContract(ContractDocument.onClassPath(reseller));
    }
}
