package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.matrix.DocumentedResponse.Named;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The lists of values in an answer: open ones take a value that nobody knows yet, closed ones do not. */
final class ValueLists {

    /** What only shows values and describes none. */
    private static final Set<String> SHOWN = Set.of("example", "examples", "value", "x-outcome");

    private final List<Named> closed = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private int open;

    private ValueLists() {}

    static ValueLists of(YamlNode response) {
        ValueLists lists = new ValueLists();
        lists.walk("the answer", response, false);
        return lists;
    }

    List<Named> closed() {
        return List.copyOf(closed);
    }

    int open() {
        return open;
    }

    /** @param names whether the keys here are names that the contract gives, and not words of OpenAPI */
    private void walk(String member, YamlNode node, boolean names) {
        if (!node.reference().isEmpty()) {
            if (seen.add(node.reference())) {
                walk(member, node.resolved(), names);
            }
            return;
        }
        node.entries().forEach((key, child) -> {
            if (names) {
                walk(key, child, false);
            } else if (key.equals("enum") && child.isList()) {
                String values = child.items().stream().map(YamlNode::text).collect(Collectors.joining(", "));
                closed.add(new Named(member + " takes only " + values, child.line()));
            } else if (key.equals("x-known-values")) {
                open++;
            } else if (!SHOWN.contains(key)) {
                walk(member, child, key.equals("properties") || key.equals("headers"));
            }
        });
        node.items().forEach(item -> walk(member, item, false));
    }
}
