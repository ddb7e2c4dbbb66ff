package dev.certbridge.conformance.matrix;

import dev.certbridge.contract.ContractDocument;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A node of a YAML document that knows its line. What is not there is a node too, an empty one.
 *
 * @param root the whole document
 * @param node the node itself, null when it is not there
 * @param line where its key stands, from 1
 */
record YamlNode(@Nullable Node root, @Nullable Node node, int line) {

    private static final String REF = "$ref";

    /** The whole of a document; JSON is read too. */
    static YamlNode document(String text) {
        @Nullable Node root = new Yaml(ContractDocument.yamlLimits()).compose(new StringReader(text));
        return new YamlNode(root, root, 1);
    }

    /** The entries of a mapping in the order of the document, none for anything else. */
    Map<String, YamlNode> entries() {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    int keyLine = key.getStartMark().getLine() + 1;
                    entries.put(key.getValue(), new YamlNode(root, tuple.getValueNode(), keyLine));
                }
            });
        }
        return entries;
    }

    /** The items of a list, none for anything else. */
    List<YamlNode> items() {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .map(item ->
                                new YamlNode(root, item, item.getStartMark().getLine() + 1))
                        .toList()
                : List.of();
    }

    YamlNode get(String key) {
        return entries().getOrDefault(key, new YamlNode(root, null, line));
    }

    boolean has(String key) {
        return entries().containsKey(key);
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** The text of a scalar, empty for anything else. */
    String text() {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Where a {@code $ref} leads, empty without one. */
    String reference() {
        return get(REF).text();
    }

    /** This node, or what it refers to within the document in the end. */
    YamlNode resolved() {
        YamlNode target = this;
        // A reference that leads back to itself ends as well.
        for (int steps = 0; steps < 16 && !target.reference().isEmpty(); steps++) {
            target = target.followed();
        }
        return target;
    }

    private YamlNode followed() {
        YamlNode target = new YamlNode(root, root, 1);
        for (String key : reference().replaceFirst("^#/", "").split("/")) {
            target = target.get(key.replace("~1", "/").replace("~0", "~"));
        }
        return target;
    }
}
