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

/** One OpenAPI document, as plain maps and lists that a test may change. */
record Contract(String provider, Map<String, Object> document) {

    static final List<String> PROVIDERS = List.of("realtime", "regfish");
    static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private static final Map<String, Map<String, Object>> PARSED = new ConcurrentHashMap<>();

    /** A fresh copy of the contract of a provider. */
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

    /** The same, to be changed without the other. */
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

    /** Every operation, in the order of the document. */
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

    /** The operation with this id. */
    Operation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(provider + " has no operation " + id));
    }

    /** What a node stands for: the node itself, or what its {@code $ref} names; null when it names nothing. */
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

    /** Shows every map of the document, with the place where it stands. References are not followed. */
    void walk(BiConsumer<Place, Map<String, Object>> visitor) {
        walk(new Place(this, List.of()), document, visitor);
    }

    static void walk(Place place, Object node, BiConsumer<Place, Map<String, Object>> visitor) {
        if (node instanceof Map<?, ?>) {
            visitor.accept(place, map(node));
            map(node).forEach((key, child) -> walk(place.child(key), child, visitor));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                walk(place.child(String.valueOf(i)), list.get(i), visitor);
            }
        }
    }
}
