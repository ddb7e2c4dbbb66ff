package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.certbridge.contract.ContractDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI contract of a reseller, with its operations and its validator. Each JVM reads the contract of a reseller
 * once.
 */
public final class StubContract {

    static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance));

    // Cached, because reading a document and building its validator takes about a second, and tests start many stubs.
    private static final Map<String, StubContract> READ = new ConcurrentHashMap<>();

    private final ContractDocument document;
    private final Map<String, StubOperation> operations = new LinkedHashMap<>();
    private final CompletableFuture<ContractCheck> check;
    private final String keyHeader;

    private StubContract(ContractDocument document) {
        this.document = document;
        // In a thread of its own, because the server starts meanwhile.
        this.check = CompletableFuture.supplyAsync(
                () -> new ContractCheck(document), task -> new Thread(task, "contract-check").start());
        document.operations().forEach(operation -> operations.put(operation.id(), new StubOperation(operation)));
        this.keyHeader = document.tree()
                .at("/components/securitySchemes")
                .elements()
                .next()
                .path("name")
                .asText("Authorization");
    }

    /** Returns the contract of a reseller, from the specs on the class path. */
    public static StubContract of(String reseller) {
        return READ.computeIfAbsent(reseller, name -> new StubContract(ContractDocument.onClassPath(name)));
    }

    /** Returns a body as JSON, or a missing node if the body is not JSON. */
    static JsonNode tree(byte[] body) {
        try {
            return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    Collection<StubOperation> operations() {
        return operations.values();
    }

    ContractCheck check() {
        return check.join();
    }

    /** Returns the name of the header with the API key. */
    public String keyHeader() {
        return keyHeader;
    }

    StubOperation operation(String operationId) {
        return Optional.ofNullable(operations.get(operationId))
                .orElseThrow(() -> new IllegalArgumentException("the contract has no operation " + operationId));
    }

    Optional<StubOperation> find(String method, String path) {
        return document.findOperation(method, path).map(found -> operation(found.id()));
    }
}
