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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An OpenAPI 3 document. This class does not replace references by schemas, because the schemas would lose their names.
 */
public final class ContractDocument {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    // The documents are long, and many callers need the same document, so each document is read once.
    private static final Map<String, ContractDocument> ON_CLASS_PATH = new ConcurrentHashMap<>();

    private static final List<String> TYPES = List.of("type", "$ref", "allOf", "anyOf", "oneOf", "properties");

    private final String name;
    private final String text;
    private final JsonNode root;
    private final List<ContractOperation> operations = new ArrayList<>();
    private final Map<JsonNode, Integer> lines = new IdentityHashMap<>();

    private ContractDocument(String name, String text, JsonNode root) {
        this.name = name;
        this.text = text;
        this.root = root;
        root.get("paths").properties().forEach(path -> {
            JsonNode item = resolve(path.getValue());
            item.properties().forEach(entry -> {
                if (METHODS.contains(entry.getKey())) {
                    String method = entry.getKey().toUpperCase(Locale.ROOT);
                    operations.add(new ContractOperation(this, method, path.getKey(), item, entry.getValue()));
                }
            });
        });
    }

    /**
     * Reads a file, or the contract of a reseller on the class path. A file can refer to other files in its folder and
     * in the subfolders.
     *
     * @param source the path of a file, or the name of a reseller. If this text is both a file and the name of a
     *     reseller, the method reads the file.
     * @throws IllegalArgumentException if the source is neither a file nor the name of a reseller, or if the text is
     *     not an OpenAPI 3 document; the message is one line
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
                throw new IllegalArgumentException(source + " is neither a file nor the name of a contract");
            }
            return parse(source, ContractFiles.text(source, file));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + source + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the contract of a reseller from the class path. The contract of each reseller is read only once.
     *
     * @throws IllegalStateException if the class path has no contract of this reseller
     */
    public static ContractDocument onClassPath(String reseller) {
        return findOnClassPath(reseller)
                .orElseThrow(() -> new IllegalStateException("the class path has no contract of " + reseller));
    }

    private static Optional<ContractDocument> findOnClassPath(String reseller) {
        return Optional.ofNullable(ON_CLASS_PATH.computeIfAbsent(reseller, name -> {
            try (InputStream in =
                    ContractDocument.class.getResourceAsStream("/dev/certbridge/specs/" + name + "/openapi.yaml")) {
                return in == null ? null : parse(name, ContractReader.text(name, in));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the contract of " + name, e);
            }
        }));
    }

    /**
     * Reads a document from its text.
     *
     * @param name the name of the document in messages
     * @throws IllegalArgumentException if the text is not an OpenAPI 3 document; the message is one line
     */
    public static ContractDocument parse(String name, String text) {
        JsonNode root = ContractReader.tree(name, text);
        if (!root.path("openapi").asText().matches("3\\.[01]\\..*")
                || !root.path("paths").isObject()) {
            throw new IllegalArgumentException(
                    name + " is not an OpenAPI 3 document: it needs openapi: 3.0 or 3.1, and paths");
        }
        return new ContractDocument(name, text, root);
    }

    /** Returns the name of this document for messages. */
    public String name() {
        return name;
    }

    /** Returns the {@code info.version} of the document, or an empty string if it has none. */
    public String version() {
        return root.at("/info/version").asText();
    }

    /** Returns the text of the document, which is YAML or JSON. */
    public String text() {
        return text;
    }

    /** Returns a copy of the whole document as a tree. */
    public JsonNode tree() {
        return root.deepCopy();
    }

    /**
     * Returns the document as JSON. The JSON does not contain the parts of the document that could make a library read
     * a file or a URL.
     */
    public String resolvable() {
        return ContractReader.resolvable(root).toString();
    }

    /**
     * Returns the names of the properties without a type in the named schemas. A property without a type allows every
     * value.
     */
    public Set<String> untypedProperties() {
        Set<String> untyped = new HashSet<>();
        for (JsonNode schema : root.at("/components/schemas")) {
            schema.path("properties").properties().stream()
                    .filter(property -> TYPES.stream().noneMatch(property.getValue()::has))
                    .forEach(property -> untyped.add(property.getKey()));
        }
        return untyped;
    }

    /** Returns all operations, in the order of the document. */
    public List<ContractOperation> operations() {
        return List.copyOf(operations);
    }

    /**
     * Returns the operation with this {@code operationId}.
     *
     * @throws IllegalArgumentException if the document has no operation with this {@code operationId}
     */
    public ContractOperation operation(String operationId) {
        return operations.stream()
                .filter(operation -> operation.id().equals(operationId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no operation " + operationId));
    }

    /**
     * Finds the operation for a request. If several operations match the request, the method returns the operation with
     * the fewest path parameters.
     *
     * @param method the HTTP method in upper case, such as {@code GET}
     * @param path the path of the request, without the query
     */
    public Optional<ContractOperation> findOperation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.matches(path))
                .min(Comparator.comparing(ContractOperation::pathParameterCount));
    }

    /**
     * Returns the node to which the {@code $ref} of this node leads, directly or through other references. For a node
     * without a {@code $ref}, the method returns the node itself.
     */
    public JsonNode resolve(JsonNode node) {
        JsonNode target = node;
        Set<String> seen = new HashSet<>();
        while (target.path("$ref").isTextual() && seen.add(target.get("$ref").textValue())) {
            String reference = target.get("$ref").textValue();
            target = reference.startsWith("#") ? ContractReader.target(root, reference) : MissingNode.getInstance();
        }
        return target;
    }

    /** Returns a schema with resolved references and merged {@code allOf}. */
    public ResolvedSchema schema(JsonNode node) {
        return ResolvedSchema.of(this, node, "");
    }

    /**
     * Returns the line number of an object or list in the text of this document, counted from 1. If the line is not
     * known, the method returns 1.
     */
    public int line(JsonNode node) {
        synchronized (lines) {
            if (lines.isEmpty()) {
                ContractReader.lines(text, root, lines);
            }
            return lines.getOrDefault(node, 1);
        }
    }

    JsonNode root() {
        return root;
    }

    Map<String, ContractOperation> operationsByAddress() {
        Map<String, ContractOperation> byAddress = new LinkedHashMap<>();
        operations.forEach(operation -> byAddress.put(operation.address(), operation));
        return byAddress;
    }
}
