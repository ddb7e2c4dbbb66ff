package dev.certbridge.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A location in a contract. Its text names the operation. */
record Location(Contract contract, List<String> keys) {

    private static final Set<String> OMITTED = Set.of("responses", "content", "examples", "paths");

    Location child(String key) {
        List<String> longer = new ArrayList<>(keys);
        longer.add(key);
        return new Location(contract, longer);
    }

    /** Returns true if the location is below a key of this name. */
    boolean below(String key) {
        return keys.contains(key);
    }

    /** Returns the parent; the parent of the document is the document. */
    Location parent() {
        return new Location(contract, keys.subList(0, Math.max(0, keys.size() - 1)));
    }

    String last() {
        return keys.isEmpty() ? "" : keys.get(keys.size() - 1);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("specs/" + contract.provider() + "/openapi.yaml");
        int from = 0;
        if (keys.size() > 2 && "paths".equals(keys.get(0)) && Contract.METHODS.contains(keys.get(2))) {
            JsonNode operation =
                    contract.document().path("paths").path(keys.get(1)).path(keys.get(2));
            text.append(", ").append(operation.path("operationId").asText());
            from = 3;
        }
        keys.subList(from, keys.size()).stream()
                .filter(key -> !OMITTED.contains(key))
                .forEach(key -> text.append(", ").append(key));
        return text.toString();
    }
}
