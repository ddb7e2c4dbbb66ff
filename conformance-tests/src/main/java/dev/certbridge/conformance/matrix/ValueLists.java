package dev.certbridge.conformance.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Finds the lists of values in the schemas of a response. A client can decode a new value of an open list
 * ({@code x-known-values}), but not of a closed list ({@code enum}).
 */
final class ValueLists {

    /** The keywords whose values are not schemas and are therefore not searched. */
    private static final Set<String> EXAMPLES = Set.of("example", "examples", "value", "x-outcome");

    /**
     * A closed list of values.
     *
     * @param values the name of the member and its values, as text for a message
     * @param line the line of the list in the contract
     */
    record ClosedList(String values, int line) {}

    private final ContractDocument document;
    private final List<ClosedList> closed = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int open;

    private ValueLists(ContractDocument document) {
        this.document = document;
    }

    static ValueLists of(ContractResponse response) {
        ValueLists lists = new ValueLists(response.operation().document());
        lists.walk("the response", response.node(), false);
        return lists;
    }

    List<ClosedList> closed() {
        return closed;
    }

    int open() {
        return open;
    }

    /** @param names true if the keys of the node are names of members or headers, and not keywords of OpenAPI */
    private void walk(String member, JsonNode node, boolean names) {
        if (node.path("$ref").isTextual()) {
            if (seen.add(node.get("$ref").textValue())) {
                walk(member, document.resolve(node), names);
            }
            return;
        }
        node.properties().forEach(entry -> {
            String key = entry.getKey();
            JsonNode child = entry.getValue();
            if (names) {
                walk(key, child, false);
            } else if (key.equals("enum") && child.isArray()) {
                String values = StreamSupport.stream(child.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", "));
                closed.add(new ClosedList(member + " takes only " + values, document.line(child)));
            } else if (key.equals("x-known-values")) {
                open++;
            } else if (!EXAMPLES.contains(key)) {
                walk(member, child, key.equals("properties") || key.equals("headers"));
            }
        });
        if (node.isArray()) {
            node.forEach(item -> walk(member, item, false));
        }
    }
}
