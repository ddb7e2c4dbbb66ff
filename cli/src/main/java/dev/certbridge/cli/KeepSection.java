package dev.certbridge.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML mapping in a file of {@code certbridge keep}. The keys of a section are checked when the section is created.
 */
final class KeepSection {

    private static final Pattern SECRET = Pattern.compile("(?i).*(api[-_ ]?key|token|secret|passw).*");

    private final Path file;
    private final Node node;
    private final Map<String, Node> values;
    private final Map<String, Integer> lines;

    private KeepSection(Path file, Node node, Map<String, Node> values, Map<String, Integer> lines) {
        this.file = file;
        this.node = node;
        this.values = values;
        this.lines = lines;
    }

    /**
     * Reads a mapping that may contain only the given keys. Throws if the mapping contains an unknown key, or the same
     * key twice.
     */
    static KeepSection of(Path file, Node node, String what, Collection<String> known) {
        KeepSection section = anyKeys(file, node, what);
        section.lines.forEach((key, line) -> {
            if (SECRET.matcher(key).matches() && !known.contains(key)) {
                throw new KeepFileException(
                        file,
                        line,
                        "\"" + key + "\" looks like a secret; remove it. API keys are read only"
                                + " from environment variables, see certbridge keep --help");
            }
            if (!known.contains(key)) {
                throw new KeepFileException(
                        file,
                        line,
                        "unknown key \"" + key + "\" in " + what
                                + (Suggestion.nearest(key, known).isPresent()
                                        ? Suggestion.hint(key, known)
                                        : "; use one of " + String.join(", ", known)));
            }
        });
        return section;
    }

    /** Reads a mapping that may contain any keys. Throws if the mapping contains the same key twice. */
    static KeepSection anyKeys(Path file, Node node, String what) {
        if (!(node instanceof MappingNode mapping)) {
            throw new KeepFileException(
                    file,
                    line(node),
                    what + " is " + kind(node) + "; write a mapping, one \"key: value\" in each line");
        }
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (values.put(key, tuple.getValueNode()) != null) {
                throw new KeepFileException(
                        file,
                        line(tuple.getKeyNode()),
                        "the key \"" + key + "\" is given twice in " + what + "; remove one of them");
            }
            lines.put(key, line(tuple.getKeyNode()));
        }
        return new KeepSection(file, node, values, lines);
    }

    /** Returns the keys. */
    Set<String> keys() {
        return values.keySet();
    }

    /** Returns the first line of the section. */
    int line() {
        return line(node);
    }

    /** Returns the line of a key. If the section does not have the key, returns the first line of the section. */
    int line(String key) {
        return lines.getOrDefault(key, line());
    }

    /** Returns an exception that reports a mistake in the line of a key. */
    KeepFileException wrong(String key, String message) {
        return new KeepFileException(file, line(key), message);
    }

    /** Returns the value of a key, or empty if the section does not have the key. */
    Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Returns a text. */
    Optional<String> text(String key) {
        return value(key).map(value -> text(key, value));
    }

    /**
     * Parses the text of a key with a function. If the function throws, adds the file and the line to the message of
     * the exception.
     */
    <T> Optional<T> parsed(String key, Function<String, T> parser) {
        return text(key).map(text -> parsed(key, text, parser));
    }

    /**
     * Parses a text with a function. If the function throws, adds the file and the line of the key to the message of
     * the exception.
     */
    <T> T parsed(String key, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (KeepFileException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw wrong(key, key + ": " + e.getMessage());
        }
    }

    /** Returns a text. Throws if the section does not have the key. */
    String required(String key, String what, String example) {
        return text(key)
                .orElseThrow(() -> new KeepFileException(file, line(), what + " has no " + key + "; add " + example));
    }

    /** Returns the number that is the value of a key. The number must be at least 1. */
    Optional<Long> number(String key) {
        return value(key).map(value -> {
            if (!(value instanceof ScalarNode scalar) || !scalar.getValue().matches("[1-9][0-9]{0,8}")) {
                throw wrong(key, key + " is not a whole number from 1 to 999999999; write " + key + ": 100");
            }
            return Long.valueOf(scalar.getValue());
        });
    }

    /** Returns the list of texts that is the value of a key. The list must have at least one element. */
    Optional<List<String>> texts(String key) {
        return value(key).map(value -> {
            List<String> texts = new ArrayList<>();
            for (Node each : items(key, value)) {
                texts.add(text(key, each));
            }
            return List.copyOf(texts);
        });
    }

    /** Returns the elements of the list that is the value of a key. Throws if the list has no element. */
    List<Node> items(String key) {
        return value(key).map(value -> items(key, value)).orElse(List.of());
    }

    private List<Node> items(String key, Node value) {
        if (!(value instanceof SequenceNode list)) {
            throw wrong(key, key + " is " + kind(value) + "; write a list, such as " + key + ": [...]");
        }
        if (list.getValue().isEmpty()) {
            throw wrong(key, key + " is an empty list; add an element or remove the key");
        }
        return list.getValue();
    }

    /** Returns the section that is the value of a key. The returned section may have only the given keys. */
    Optional<KeepSection> section(String key, Collection<String> known) {
        return value(key).map(value -> of(file, value, key, known));
    }

    /** Returns the section that is the value of a key. The returned section may have any keys. */
    KeepSection anyKeys(String key) {
        return anyKeys(file, value(key).orElseThrow(), key);
    }

    /** Returns true if the value of a key is a list. */
    boolean isList(String key) {
        return values.get(key) instanceof SequenceNode;
    }

    /** Returns true if the value of a key is a mapping. */
    boolean isMapping(String key) {
        return values.get(key) instanceof MappingNode;
    }

    private String text(String key, Node value) {
        if (!(value instanceof ScalarNode scalar)) {
            throw new KeepFileException(file, line(value), key + " is " + kind(value) + "; write a text");
        }
        if (!value.getTag().equals(Tag.STR)) {
            throw new KeepFileException(
                    file,
                    line(value),
                    key + " is " + kind(value) + ", not a text; "
                            + (scalar.getValue().isEmpty()
                                    ? "write a value, or remove the key"
                                    : "put the value in quotes: \"" + scalar.getValue() + "\""));
        }
        if (scalar.getValue().isBlank()) {
            throw new KeepFileException(file, line(value), key + " is blank; write a value, or remove the key");
        }
        return scalar.getValue();
    }

    /** Returns the line on which a node starts. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        if (node.getTag().equals(Tag.NULL)) {
            return "empty";
        }
        return node.getTag().equals(Tag.BOOL)
                ? "a boolean"
                : node.getTag().equals(Tag.STR)
                        ? "a text"
                        : node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)
                                ? "a number"
                                : "a date or tagged";
    }
}
