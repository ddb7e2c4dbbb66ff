package dev.certbridge.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** An operation of a contract. */
record Operation(Contract contract, String method, String path, ObjectNode node) {

    String id() {
        return node.path("operationId").asText();
    }

    boolean spends() {
        return node.path("x-spends").asBoolean();
    }

    /** Returns the responses by status, with references followed. A reference without a target is a missing node. */
    Map<String, JsonNode> responses() {
        Map<String, JsonNode> responses = new LinkedHashMap<>();
        node.path("responses")
                .properties()
                .forEach(entry -> responses.put(entry.getKey(), contract.resolved(entry.getValue())));
        return responses;
    }

    /** Returns the line for operations.txt, without the reason why it spends. */
    String line() {
        String statuses = String.join(" ", responses().keySet());
        return "%s %s %s %s%s".formatted(id(), method, path, statuses, spends() ? " spends" : "");
    }

    @Override
    public String toString() {
        return "specs/" + contract.provider() + "/openapi.yaml, " + id();
    }
}
