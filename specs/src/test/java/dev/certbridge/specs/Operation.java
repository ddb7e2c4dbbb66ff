package dev.certbridge.specs;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One operation of a contract, as the document has it. */
record Operation(String provider, String method, String path, Map<String, Object> node) {

    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    /** Every operation of every contract, in the order of the documents. */
    static List<Operation> all() throws IOException {
        List<Operation> all = new ArrayList<>();
        for (String provider : List.of("realtime", "regfish")) {
            for (Map.Entry<String, Object> path :
                    map(document(provider).get("paths")).entrySet()) {
                Map<String, Object> item = map(path.getValue());
                for (String method : METHODS) {
                    Optional.ofNullable(item.get(method))
                            .ifPresent(node -> all.add(new Operation(
                                    provider, method.toUpperCase(java.util.Locale.ROOT), path.getKey(), map(node))));
                }
            }
        }
        return all;
    }

    static Map<String, Object> document(String provider) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(Path.of(provider, "openapi.yaml"))) {
            return map(new Yaml(new SafeConstructor(options)).load(reader));
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    String id() {
        return String.valueOf(node.get("operationId"));
    }

    boolean spends() {
        return Boolean.TRUE.equals(node.get("x-spends"));
    }

    /** Status to response, as documented. */
    Map<String, Object> responses() {
        return map(node.get("responses"));
    }

    /** One line that says what nobody may change without noticing. */
    String line() {
        return "%s %s %s %s %s%s"
                .formatted(
                        provider,
                        id(),
                        method,
                        path,
                        String.join(" ", responses().keySet()),
                        spends() ? " spends" : "");
    }

    @Override
    public String toString() {
        return "specs/" + provider + "/openapi.yaml, " + id();
    }
}
