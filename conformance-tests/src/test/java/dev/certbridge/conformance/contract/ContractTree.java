package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The OpenAPI document of a reseller as a tree, for tests that read it themselves.
 *
 * @param root the whole of it
 */
public record ContractTree(JsonNode root) {

    private static final Map<String, ContractTree> READ = new ConcurrentHashMap<>();

    public static ContractTree of(String reseller) {
        return READ.computeIfAbsent(reseller, ContractTree::read);
    }

    /** What a node stands for: itself, or what its {@code $ref} names. */
    public JsonNode resolved(JsonNode node) {
        return node.hasNonNull("$ref")
                ? resolved(root.at(node.get("$ref").textValue().substring(1)))
                : node;
    }

    public Stream<JsonNode> operations() {
        return root.get("paths").valueStream().flatMap(JsonNode::valueStream).filter(item -> item.has("operationId"));
    }

    public JsonNode operation(String operationId) {
        return operations()
                .filter(operation -> operation.get("operationId").textValue().equals(operationId))
                .findFirst()
                .orElseThrow();
    }

    /** The example requests of an operation by name, in the order of the document. */
    public Stream<Map.Entry<String, JsonNode>> requests(String operationId) {
        return resolved(operation(operationId).path("requestBody"))
                .path("content")
                .path("application/json")
                .path("examples")
                .propertyStream()
                .map(example ->
                        Map.entry(example.getKey(), resolved(example.getValue()).get("value")));
    }

    private static ContractTree read(String reseller) {
        String resource = "/dev/certbridge/specs/" + reseller + "/openapi.yaml";
        try (InputStream in = ContractTree.class.getResourceAsStream(resource)) {
            return new ContractTree(new YAMLMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
