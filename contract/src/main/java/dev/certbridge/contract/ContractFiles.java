package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Combines a contract of several files into one document. Only files below the folder of the contract are read. A
 * reference to a file outside this folder, or to a URL, stays in the document, and {@link ContractReader} then refuses
 * the document.
 */
final class ContractFiles {

    private static final int MAX_FILES = 200;

    private final String name;
    private final Path main;
    private final ObjectNode root;
    private final Map<Path, JsonNode> read = new HashMap<>();
    private final Map<Target, String> schemaNames = new HashMap<>();
    private final ObjectNode copied = JsonNodeFactory.instance.objectNode();
    private long characters;
    private int values;
    private int depth;

    private ContractFiles(String name, Path main, ObjectNode root) {
        this.name = name;
        this.main = main;
        this.root = root;
    }

    /** The target of a reference: a file and a JSON pointer in this file. */
    private record Target(Path file, String pointer) {}

    /**
     * Returns the text of a contract. For a contract that refers to other files, the result is the text of a combined
     * document.
     *
     * @param name the name of the document in messages
     * @throws IllegalArgumentException if a file cannot be read, or the files exceed a limit; the message is one line
     */
    static String text(String name, Path file) throws IOException {
        String text = textOf(name, file);
        if (!(ContractReader.parse(name, text) instanceof ObjectNode root)) {
            return text;
        }
        ContractFiles files = new ContractFiles(name, file.toRealPath(), root);
        try {
            files.combine();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return files.read.isEmpty() ? text : root.toPrettyString();
    }

    private static String textOf(String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return ContractReader.text(name, in);
        }
    }

    private void combine() {
        Map<String, Target> listed = new LinkedHashMap<>();
        // A schema of the contract that only refers to a file gives the content of the file its name.
        root.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> target(schema.getValue().path("$ref").asText(), main)
                        .filter(target -> schemaNames.putIfAbsent(target, schema.getKey()) == null)
                        .ifPresent(target -> listed.put(schema.getKey(), target)));
        listed.forEach((schema, target) -> copied.set(schema, copy(target, true)));
        combine(root, main, false);
        if (!copied.isEmpty()) {
            root.withObject("components").withObject("schemas").setAll(copied);
        }
    }

    private JsonNode copy(Target target, boolean schema) {
        return combined(content(target).deepCopy(), target.file(), schema);
    }

    /** Replaces the references to other files in a node and in the nodes inside it. */
    private void combine(JsonNode node, Path file, boolean inSchema) {
        node.path("discriminator").path("mapping").properties().forEach(entry -> {
            String value = entry.getValue().asText();
            target(value, file)
                    .filter(target -> value.contains("#") || value.contains("."))
                    .ifPresent(target -> entry.setValue(TextNode.valueOf(schemaReference(target))));
        });
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                boolean schema = inSchema || entry.getKey().matches("schemas?");
                entry.setValue(combined(entry.getValue(), file, schema));
            });
        } else {
            for (int i = 0; node instanceof ArrayNode list && i < list.size(); i++) {
                list.set(i, combined(list.get(i), file, inSchema));
            }
        }
    }

    /** Returns the node that takes the place of the given node in the combined document. */
    private JsonNode combined(JsonNode node, Path file, boolean inSchema) {
        values++;
        depth++;
        if (values > ContractReader.MAX_NODES || depth > 2 * ContractReader.MAX_DEPTH) {
            throw tooComplex("the files of the contract refer to each other too often");
        }
        JsonNode replacement = replacement(node, file, inSchema);
        depth--;
        return replacement;
    }

    private JsonNode replacement(JsonNode node, Path file, boolean inSchema) {
        Optional<Target> target = target(node.path("$ref").asText(), file);
        if (target.isEmpty()) {
            requireExisting(node.path("$ref").asText(), file);
            combine(node, file, inSchema);
            return node;
        }
        if (inSchema || target.get().file().equals(main)) {
            ((ObjectNode) node).put("$ref", schemaReference(target.get()));
            return node;
        }
        // Only a schema can refer to itself, so anything else is replaced by a copy of what it refers to.
        return copy(target.get(), false);
    }

    /** Returns a reference to a schema. A schema in another file is first copied to the components of the contract. */
    private String schemaReference(Target target) {
        if (target.file().equals(main)) {
            return "#" + target.pointer();
        }
        String known = schemaNames.get(target);
        if (known == null) {
            known = freeName(target);
            schemaNames.put(target, known);
            copied.set(known, copy(target, true));
        }
        return "#/components/schemas/" + known;
    }

    private String freeName(Target target) {
        String last = target.pointer().isEmpty()
                ? String.valueOf(target.file().getFileName()).replaceFirst("\\.[^.]*$", "")
                : target.pointer().substring(target.pointer().lastIndexOf('/') + 1);
        String wanted = last.replaceAll("[^A-Za-z0-9._-]", "_");
        String free = wanted;
        for (int i = 2;
                schemaNames.containsValue(free)
                        || root.at("/components/schemas").has(free);
                i++) {
            free = wanted + "_" + i;
        }
        return free;
    }

    private JsonNode content(Target target) {
        return ContractReader.target(file(target.file()), "#" + target.pointer());
    }

    /**
     * Finds the target of a reference. The result is empty if nothing has to be copied: the reference stays within the
     * main file of the contract, or the target does not exist or must not be read.
     */
    private Optional<Target> target(String reference, Path file) {
        int hash = reference.indexOf('#');
        String path = hash < 0 ? reference : reference.substring(0, hash);
        String pointer = hash < 0 ? "" : reference.substring(hash + 1);
        if (reference.isEmpty() || path.isEmpty() && file.equals(main)) {
            return Optional.empty();
        }
        try {
            Path target = path.isEmpty() ? file : file.resolveSibling(path).toRealPath();
            Target found = new Target(target, pointer);
            return target.startsWith(main.resolveSibling(""))
                            && Files.isRegularFile(target)
                            && !content(found).isMissingNode()
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            // There is no such file. The reader refuses the reference.
            return Optional.empty();
        }
    }

    /**
     * Throws if a reference leads to a missing file, or to a missing part of a file. The method checks only references
     * to files in the folder of the contract.
     */
    private void requireExisting(String reference, Path file) {
        String path = reference.replaceFirst("#.*", "");
        if (reference.isEmpty() || path.isEmpty() && file.equals(main) || path.contains(":") || path.contains("\0")) {
            return;
        }
        Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
        if (!target.startsWith(main.resolveSibling(""))) {
            return;
        }
        if (Files.notExists(target)) {
            throw new IllegalArgumentException(
                    name + " has a $ref to a file that does not exist: " + ContractReader.quoted(reference));
        }
        if (Files.isRegularFile(target) && !Files.isSymbolicLink(target)) {
            throw new IllegalArgumentException(
                    name + " has a $ref to a part that the file does not have: " + ContractReader.quoted(reference));
        }
    }

    private JsonNode file(Path file) {
        if (file.equals(main)) {
            return root;
        }
        JsonNode known = read.get(file);
        if (known == null) {
            try {
                String text = textOf(name, file);
                characters += text.length();
                if (read.size() == MAX_FILES || characters > ContractReader.MAX_BYTES) {
                    throw tooComplex("the contract refers to more than " + MAX_FILES + " files or "
                            + ContractReader.MAX_BYTES + " bytes");
                }
                known = ContractReader.parse(name + " (" + file.getFileName() + ")", text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            read.put(file, known);
        }
        return known;
    }

    private IllegalArgumentException tooComplex(String reason) {
        return new IllegalArgumentException(name + " is too complex: " + reason);
    }
}
