package dev.certbridge.conformance.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What a contract itself says of its spends. */
final class ContractOutcomes {

    private final Map<?, ?> document;

    ContractOutcomes(String reseller) {
        try (InputStream in =
                ContractOutcomes.class.getResourceAsStream("/dev/certbridge/specs/" + reseller + "/openapi.yaml")) {
            document = new Yaml().load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operationIds marked {@code x-spends}. */
    Set<String> spends() {
        return operations()
                .filter(operation -> Boolean.TRUE.equals(operation.get("x-spends")))
                .map(operation -> (String) operation.get("operationId"))
                .collect(Collectors.toSet());
    }

    /** Per documented status, the outcome of each case; {@code *} for all or any other. */
    Map<Integer, Map<String, String>> of(String operationId) {
        Map<Integer, Map<String, String>> byStatus = new TreeMap<>();
        operations()
                .filter(operation -> operationId.equals(operation.get("operationId")))
                .forEach(operation -> ((Map<?, ?>) operation.get("responses"))
                        .forEach((status, response) ->
                                byStatus.put(Integer.valueOf((String) status), cases((Map<?, ?>) response))));
        return byStatus;
    }

    private static Map<String, String> cases(Map<?, ?> response) {
        Object outcome = response.get("x-outcome");
        if (!(outcome instanceof Map<?, ?> perCase)) {
            return Map.of("*", String.valueOf(outcome));
        }
        return perCase.entrySet().stream()
                .collect(Collectors.toMap(one -> (String) one.getKey(), one -> (String) one.getValue()));
    }

    private Stream<? extends Map<?, ?>> operations() {
        return ((Map<?, ?>) document.get("paths"))
                .values().stream()
                        .flatMap(path -> ((Map<?, ?>) path).values().stream())
                        .filter(item -> item instanceof Map<?, ?> operation && operation.containsKey("operationId"))
                        .map(item -> (Map<?, ?>) item);
    }
}
