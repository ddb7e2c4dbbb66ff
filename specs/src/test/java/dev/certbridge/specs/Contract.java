package dev.certbridge.specs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An OpenAPI document as maps and lists, which a test can change. */
record Contract(String provider, Map<String, Object> document) {

    static final List<String> PROVIDERS = List.of("realtime", "regfish");
    static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private static final Map<String, Map<String, Object>> PARSED = new ConcurrentHashMap<>();

    /** Returns a new copy of the contract of a provider. */
    static Contract read(String provider) {
        return new Contract(provider, map(copy(PARSED.computeIfAbsent(provider, Contract::parsed))));
    }

    private static Map<String, Object> parsed(String provider) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            String yaml = Files.readString(Path.of(provider, "openapi.yaml"));
            return map(new Yaml(new SafeConstructor(options)).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a deep copy of a node. */
    static Object copy(Object node) {
        if (node instanceof Map<?, ?>) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map(node).forEach((key, value) -> copy.put(key, copy(value)));
            return copy;
        }
        return node instanceof List<?> list
                ? new ArrayList<>(list.stream().map(Contract::copy).toList())
                : node;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    /** Returns every operation, in the order of the document. */
    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        map(document.get("paths"))
                .forEach((path, item) -> METHODS.stream()
                        .filter(map(item)::containsKey)
                        .forEach(method -> all.add(new Operation(
                                this,
                                method.toUpperCase(Locale.ROOT),
                                path,
                                map(map(item).get(method))))));
        return all;
    }

    /** Returns the operation with this id. */
    Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no operation " + id));
    }

    /** Returns the node itself, or the target of its {@code $ref}; null if it has no target. */
    Map<String, Object> resolved(Object node) {
        Map<String, Object> map = map(node);
        if (!(map.get("$ref") instanceof String reference)) {
            return map;
        }
        Object target = reference.startsWith("#/") ? document : null;
        for (String key : reference.substring(Math.min(2, reference.length())).split("/")) {
            target = target instanceof Map<?, ?> parent ? parent.get(key) : null;
        }
        return target == null ? null : resolved(target);
    }

    /** Visits every map of the document with its location. References are not followed. */
    void walk(BiConsumer<Location, Map<String, Object>> visitor) {
        walk(new Location(this, List.of()), document, visitor);
    }

    static void walk(Location location, Object node, BiConsumer<Location, Map<String, Object>> visitor) {
        if (node instanceof Map<?, ?>) {
            visitor.accept(location, map(node));
            map(node).forEach((key, child) -> walk(location.child(key), child, visitor));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(location.child(String.valueOf(i)), list.get(i), visitor);
            }
        }
    }
}
