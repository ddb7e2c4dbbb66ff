package dev.certbridge.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the text of an OpenAPI document. This class limits the size of the document and reads no other file or URL.
 * Libraries that compare and check contracts would follow references to files and URLs, and would expand aliases.
 * Therefore, a library that compares or checks a contract receives {@link ContractDocument#resolvable}, and never the
 * original text.
 */
final class ContractReader {

    /**
     * The maximum size of a document in bytes. This maximum is several times the size of the longest published
     * contracts.
     */
    static final int MAX_BYTES = 16 << 20;

    /** The maximum nesting depth of objects and lists. Published contracts have at most about 30 levels of nesting. */
    static final int MAX_DEPTH = 100;

    /**
     * The maximum number of objects, lists and values after the expansion of aliases, and also after the expansion of
     * references.
     */
    static final int MAX_NODES = 1_000_000;

    private static final int MAX_ALIASES = 1_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Set<String> FETCHED =
            Set.of("externalValue", "operationRef", "$schema", "$id", "jsonSchemaDialect");

    private final String name;
    private int nodes;

    private ContractReader(String name) {
        this.name = name;
    }

    /** Reads UTF-8 text. Throws {@link IllegalArgumentException} if the text is too long or not UTF-8. */
    static String text(String name, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(name);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(name + " is not an OpenAPI 3 document: it is not UTF-8 text", e);
        }
    }

    /**
     * Parses a YAML or JSON document into a tree.
     *
     * @param name the name of the document in messages
     * @throws IllegalArgumentException if the text is not valid YAML or JSON, exceeds a limit, or refers to another
     *     file or a URL; the message is one line
     */
    static JsonNode tree(String name, String text) {
        ContractReader reader = new ContractReader(name);
        JsonNode root = parse(name, text);
        try {
            reader.requireInside(root, root);
            reader.requireExpandable(root);
            if (root instanceof ObjectNode document) {
                SchemaNormalizer.normalize(name, document);
            }
        } catch (StackOverflowError e) {
            throw reader.unreadable("a chain of references in the document is too long", e);
        }
        return root;
    }

    /** Parses YAML or JSON within the limits. This method does not check the references in the document. */
    static JsonNode parse(String name, String text) {
        if (text.length() > MAX_BYTES) {
            throw tooLarge(name);
        }
        return new ContractReader(name).parsed(text);
    }

    private JsonNode parsed(String text) {
        try {
            // JSON has its own parser because some JSON is indented with tabs, which YAML does not allow.
            boolean json = text.stripLeading().startsWith("{");
            return tree(json ? JSON.readValue(text, Object.class) : yaml().load(text), 1);
        } catch (YAMLException | IOException e) {
            throw unreadable(String.valueOf(e.getMessage()), e);
        } catch (StackOverflowError e) {
            throw unreadable("the document is nested too deep", e);
        }
    }

    private static Yaml yaml() {
        LoaderOptions limits = limits();
        DumperOptions unused = new DumperOptions();
        return new Yaml(new SafeConstructor(limits), new Representer(unused), unused, limits, new JsonTypes());
    }

    /**
     * Recognizes the numbers, booleans and null of JSON, and the merge key of YAML. Every other value without quotes,
     * such as {@code 12:30} or {@code no}, is read as text.
     */
    private static final class JsonTypes extends Resolver {

        private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
        private static final Pattern FRACTION =
                Pattern.compile("-?[0-9]+(\\.[0-9]+([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOLEAN, "tTfF");
            addImplicitResolver(Tag.INT, INTEGER, "-0123456789");
            addImplicitResolver(Tag.FLOAT, FRACTION, "-0123456789");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }

    private static LoaderOptions limits() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        return options;
    }

    /**
     * Expands the YAML aliases of a value. A few nested aliases can expand to billions of nodes, so the expansion has
     * limits.
     */
    private JsonNode tree(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw unreadable("the document is nested deeper than " + MAX_DEPTH + " levels", null);
        }
        nodes++;
        if (nodes > MAX_NODES) {
            throw unreadable(
                    "the document has more than " + MAX_NODES + " values after the expansion of its aliases", null);
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.createObjectNode();
            map.forEach((key, member) -> object.set(String.valueOf(key), tree(member, depth + 1)));
            return object;
        }
        if (value instanceof Iterable<?> list) {
            ArrayNode array = JSON.createArrayNode();
            list.forEach(element -> array.add(tree(element, depth + 1)));
            return array;
        }
        return JSON.valueToTree(value);
    }

    /**
     * Stores the line number of every object and list. For JSON that is indented with tabs, only the line number of the
     * root is stored.
     */
    static void lines(String text, JsonNode root, Map<JsonNode, Integer> lines) {
        try {
            lines(root, new Yaml(limits()).compose(new StringReader(text)), 1, lines);
        } catch (YAMLException e) {
            lines.put(root, 1);
        }
    }

    private static void lines(JsonNode json, Node node, int line, Map<JsonNode, Integer> lines) {
        lines.put(json, line);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                JsonNode member = entry.getKeyNode() instanceof ScalarNode key
                        ? json.path(key.getValue())
                        : MissingNode.getInstance();
                if (member.isContainerNode()) {
                    lines(member, entry.getValueNode(), line(entry.getKeyNode()), lines);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                Node element = sequence.getValue().get(i);
                if (json.path(i).isContainerNode()) {
                    lines(json.get(i), element, line(element), lines);
                }
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /**
     * Throws if a reference leads out of the document, because a library that follows the reference may use the
     * network.
     */
    private void requireInside(JsonNode root, JsonNode node) {
        if (node.path("$ref").isTextual()) {
            requireTarget(root, "$ref", node.get("$ref").textValue());
        }
        for (String keyword : List.of("$dynamicRef", "$recursiveRef")) {
            if (node.path(keyword).isTextual() && !node.get(keyword).textValue().startsWith("#")) {
                throw outside(keyword, node.get(keyword).textValue());
            }
        }
        node.path("discriminator").path("mapping").properties().stream()
                .map(Map.Entry::getValue)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(value -> !isSchemaName(root, value))
                .forEach(value -> requireTarget(root, "discriminator mapping", value));
        node.forEach(member -> requireInside(root, member));
    }

    private void requireTarget(JsonNode root, String keyword, String reference) {
        if (!reference.startsWith("#") || target(root, reference).isMissingNode()) {
            throw outside(keyword, reference);
        }
    }

    static boolean isSchemaName(JsonNode root, String value) {
        return root.path("components").path("schemas").has(value);
    }

    private IllegalArgumentException outside(String keyword, String reference) {
        return new IllegalArgumentException(name + " has a " + keyword + " whose target is not in the document: "
                + quoted(reference)
                + (reference.startsWith("#")
                        ? "; correct the reference"
                        : "; put the file below the folder of the contract, or first combine its files into one"
                                + " document"));
    }

    /** Throws if the document has too many nodes after its references are expanded. */
    private void requireExpandable(JsonNode root) {
        if (expanded(root, root.path("paths"), new IdentityHashMap<>()) > MAX_NODES) {
            throw unreadable(
                    "the document has more than " + MAX_NODES + " values after the expansion of its references", null);
        }
    }

    private static long expanded(JsonNode root, JsonNode node, Map<JsonNode, Long> known) {
        Long counted = known.get(node);
        if (counted != null) {
            return counted;
        }
        // A recursive schema is not expanded again inside itself.
        known.put(node, 1L);
        long count = 1;
        if (node.path("$ref").isTextual()) {
            count += expanded(root, target(root, node.get("$ref").textValue()), known);
        }
        for (JsonNode member : node) {
            count = Math.min(count + expanded(root, member, known), Integer.MAX_VALUE);
        }
        known.put(node, count);
        return count;
    }

    /** Returns the target of a reference, or a missing node if the document has no such target. */
    static JsonNode target(JsonNode root, String reference) {
        try {
            return root.at(reference.substring(1));
        } catch (IllegalArgumentException e) {
            // The reference is not a JSON pointer.
            return MissingNode.getInstance();
        }
    }

    /**
     * Returns a copy without the URLs of examples, dialects and other documents. No comparison needs the URLs, but a
     * library could read them. Schema names in the mapping of a discriminator are replaced by references, because a
     * library could read a name as the path of a file.
     */
    static JsonNode resolvable(JsonNode root) {
        JsonNode copy = root.deepCopy();
        strip(root, copy);
        SchemaNormalizer.mergeParts(copy);
        return copy;
    }

    private static void strip(JsonNode root, JsonNode node) {
        if (node instanceof ObjectNode object) {
            FETCHED.stream().filter(keyword -> object.path(keyword).isTextual()).forEach(object::remove);
            object.path("discriminator").path("mapping").properties().stream()
                    .filter(entry -> isSchemaName(root, entry.getValue().asText()))
                    .forEach(entry -> entry.setValue(TextNode.valueOf(
                            "#/components/schemas/" + entry.getValue().asText())));
        }
        node.forEach(member -> strip(root, member));
    }

    static String quoted(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private static IllegalArgumentException tooLarge(String name) {
        return new IllegalArgumentException(name + " is not read: it is longer than " + MAX_BYTES
                + " bytes. Pass a file that contains only the" + " contract");
    }

    private IllegalArgumentException unreadable(String reason, @Nullable Throwable cause) {
        return new IllegalArgumentException(name + " is not an OpenAPI 3 document: " + quoted(reason.strip()), cause);
    }
}
