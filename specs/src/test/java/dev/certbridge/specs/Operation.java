package dev.certbridge.specs;

import static dev.certbridge.specs.Contract.map;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An operation of a contract. */
record Operation(Contract contract, String method, String path, Map<String, Object> node) {

    /** Returns every operation of every contract, in the order of the documents. */
    static List<Operation> all() {
        List<Operation> all = new ArrayList<>();
        Contract.PROVIDERS.forEach(
                provider -> all.addAll(Contract.read(provider).operations()));
        return all;
    }

    String id() {
        return String.valueOf(node.get("operationId"));
    }

    boolean spends() {
        return Boolean.TRUE.equals(node.get("x-spends"));
    }

    /** Returns the responses by status, with references followed. A reference without a target is an empty response. */
    Map<String, Map<String, Object>> responses() {
        Map<String, Map<String, Object>> responses = new LinkedHashMap<>();
        map(node.get("responses")).forEach((status, response) -> {
            Map<String, Object> resolved = contract.resolved(response);
            responses.put(status, resolved == null ? Map.of() : resolved);
        });
        return responses;
    }

    /** Returns the line for operations.txt. */
    String line() {
        String statuses = String.join(" ", responses().keySet());
        return "%s %s %s %s %s%s"
                .formatted(contract.provider(), id(), method, path, statuses, spends() ? " spends" : "");
    }

    @Override
    public String toString() {
        return "specs/" + contract.provider() + "/openapi.yaml, " + id();
    }
}
