package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;

/** An OpenAPI 3 document, read but not resolved, so that the names of its schemas are still known. */
public final class ContractDocument {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final String name;
    private final String text;
    private final JsonNode root;

    private ContractDocument(String name, String text, JsonNode root) {
        this.name = name;
        this.text = text;
        this.root = root;
    }

    /**
     * Reads a file, or one of the contracts on the class path.
     *
     * @param source the path of a file; or the name of a reseller, unless a file is called so
     * @throws IllegalArgumentException when there is no such file or it is not an OpenAPI 3 document; the message is one line
     */
    public static ContractDocument named(String source) {
        Path file = Path.of(source);
        try {
            if (!Files.exists(file) && source.matches("[a-z]+")) {
                Optional<ContractDocument> found = findOnClassPath(source);
                if (found.isPresent()) {
                    return found.get();
                }
            }
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("there is no file " + source + ", nor a contract of that name");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return parse(source, ContractReader.text(source, in));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + source + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the contract of a reseller from the class path.
     *
     * @throws IllegalStateException if there is none
     */
    public static ContractDocument onClassPath(String reseller) {
        try {
            return findOnClassPath(reseller)
                    .orElseThrow(() -> new IllegalStateException("the class path has no contract of " + reseller));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the contract of " + reseller, e);
        }
    }

    private static Optional<ContractDocument> findOnClassPath(String reseller) throws IOException {
        try (InputStream in =
                ContractDocument.class.getResourceAsStream("/dev/certbridge/specs/" + reseller + "/openapi.yaml")) {
            return in == null ? Optional.empty() : Optional.of(parse(reseller, ContractReader.text(reseller, in)));
        }
    }

    /**
     * Reads a document from its text.
     *
     * @param name what reports call it
     * @throws IllegalArgumentException when it is not an OpenAPI 3 document; the message is one line
     */
    public static ContractDocument parse(String name, String text) {
        JsonNode root = ContractReader.tree(name, text);
        if (!root.path("openapi").asText().startsWith("3.")
                || !root.path("paths").isObject()) {
            throw new IllegalArgumentException(name + " is not an OpenAPI 3 document: it needs openapi: 3.x and paths");
        }
        return new ContractDocument(name, text, root);
    }

    /** What reports call this document. */
    public String name() {
        return name;
    }

    /** The document as it was read, YAML or JSON. */
    public String text() {
        return text;
    }

    /** Its tree, a copy. */
    public JsonNode tree() {
        return root.deepCopy();
    }

    /** Its content as JSON, for libraries: with nothing in it that would make them read a file or ask the network. */
    public String resolvable() {
        return ContractReader.resolvable(root).toString();
    }

    /** The bounds that every reader of its text keeps. */
    public static LoaderOptions yamlLimits() {
        return ContractReader.limits();
    }

    /** Whether it has any operation. */
    public boolean hasOperations() {
        return !operations().isEmpty();
    }

    /**
     * The operation that a request is for, of several the one with the fewest path parameters; empty when there is none.
     *
     * @param method the HTTP method in capitals
     * @param path the path of the request, without query
     * @return its {@code operationId}, or method and path of the document where it has none
     */
    public Optional<String> operationAt(String method, String path) {
        return requested(method, path).map(ContractOperation::label);
    }

    /**
     * Whether the operation that a request is for takes query parameters of any name, as listings do whose filters are one
     * exploded object; false when there is no such operation.
     *
     * @param method the HTTP method in capitals
     * @param path the path of the request, without query
     */
    public boolean takesAnyQuery(String method, String path) {
        return requested(method, path).filter(ContractOperation::takesAnyQuery).isPresent();
    }

    private Optional<ContractOperation> requested(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method) && operation.takes(path))
                .min(Comparator.comparing(ContractOperation::parameterCount));
    }

    JsonNode root() {
        return root;
    }

    List<ContractOperation> operations() {
        List<ContractOperation> operations = new ArrayList<>();
        root.get("paths").properties().forEach(path -> {
            JsonNode item = resolve(path.getValue());
            item.properties().forEach(entry -> {
                if (METHODS.contains(entry.getKey())) {
                    String method = entry.getKey().toUpperCase(Locale.ROOT);
                    operations.add(new ContractOperation(this, method, path.getKey(), item, entry.getValue()));
                }
            });
        });
        return operations;
    }

    /** The node itself, or what its {@code $ref} points to in the end. */
    JsonNode resolve(JsonNode node) {
        JsonNode target = node;
        Set<String> seen = new HashSet<>();
        while (target.path("$ref").isTextual() && seen.add(target.get("$ref").textValue())) {
            target = target(target.get("$ref").textValue());
        }
        return target;
    }

    private JsonNode target(String reference) {
        return reference.startsWith("#") ? ContractReader.target(root, reference) : MissingNode.getInstance();
    }
}
