package dev.certbridge.specs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** An OpenAPI document as a tree that a test can change. */
record Contract(String provider, ObjectNode document) {

    /** The providers, one for each folder with a contract. */
    static final List<String> PROVIDERS = providers();

    static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private static final Map<String, ObjectNode> PARSED = new ConcurrentHashMap<>();

    /** Returns a new copy of the contract of a provider. */
    static Contract read(String provider) {
        return new Contract(
                provider, PARSED.computeIfAbsent(provider, Contract::parsed).deepCopy());
    }

    private static List<String> providers() {
        try (Stream<Path> folders = Files.list(Path.of(""))) {
            return folders.filter(folder -> Files.exists(folder.resolve("openapi.yaml")))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode parsed(String provider) {
        try {
            return (ObjectNode) new YAMLMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .readTree(Path.of(provider, "openapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of the provider's {@code operations.txt}, which is written by hand. */
    List<String> reviewed() {
        try {
            return Files.readAllLines(Path.of(provider, "operations.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns every operation, in the order of the document. */
    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(path.getValue()::has)
                        .forEach(method ->
                                all.add(new Operation(this, method.toUpperCase(Locale.ROOT), path.getKey(), (ObjectNode)
                                        path.getValue().get(method)))));
        return all;
    }

    /** Returns the operation with this id. */
    Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no operation " + id));
    }

    /** Returns the node itself, or the target of its {@code $ref}; a missing node if it has no target. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty()
                ? node
                : resolved(
                        reference.startsWith("#/") ? document.at(reference.substring(1)) : document.path("no target"));
    }

    /** Visits every object of the document with its location. References are not followed. */
    void walk(BiConsumer<Location, ObjectNode> visitor) {
        walk(new Location(this, List.of()), document, visitor);
    }

    static void walk(Location location, JsonNode node, BiConsumer<Location, ObjectNode> visitor) {
        if (node instanceof ObjectNode object) {
            visitor.accept(location, object);
            object.properties().forEach(entry -> walk(location.child(entry.getKey()), entry.getValue(), visitor));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            walk(location.child(String.valueOf(i)), node.get(i), visitor);
        }
    }
}
