package dev.certbridge.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Edits a contract: {@code set POINTER JSON}, {@code add POINTER JSON}, {@code remove POINTER}, {@code move FROM TO}.
 */
final class EditedContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String THINGS = "/paths/~1things~1{id}";

    private EditedContract() {}

    static JsonNode things() {
        return ContractDocument.parse("things.yaml", resource("things.yaml")).tree();
    }

    static String resource(String name) {
        try (InputStream in = EditedContract.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ContractDiff diff(JsonNode base, String edits) {
        return ContractDiff.between(document(base), document(edit(base, edits)));
    }

    static JsonNode edit(JsonNode base, String edits) {
        JsonNode copy = base.deepCopy();
        Arrays.stream(edits.split("; ")).forEach(edit -> apply(copy, edit));
        return copy;
    }

    static ContractDocument document(JsonNode node) {
        return ContractDocument.parse("test", node.toString());
    }

    private static void apply(JsonNode root, String edit) {
        String[] words = edit.split(" ", 3);
        JsonPointer pointer = pointer(words[1]);
        switch (words[0]) {
            case "set" -> put(root, pointer, json(words[2]));
            case "add" -> ((ArrayNode) root.at(pointer)).add(json(words[2]));
            case "remove" -> remove(root, pointer);
            case "move" -> {
                JsonNode moved = root.at(pointer);
                remove(root, pointer);
                put(root, pointer(words[2]), moved);
            }
            default -> throw new IllegalArgumentException(edit);
        }
    }

    private static void put(JsonNode root, JsonPointer pointer, JsonNode value) {
        String parent = pointer.head().toString();
        if (root.at(parent).isMissingNode()) {
            put(root, pointer.head(), JSON.createObjectNode());
        }
        ((ObjectNode) root.at(parent)).set(pointer.last().getMatchingProperty(), value);
    }

    private static void remove(JsonNode root, JsonPointer pointer) {
        JsonNode parent = root.at(pointer.head());
        JsonNode removed = parent instanceof ArrayNode array
                ? array.remove(pointer.last().getMatchingIndex())
                : ((ObjectNode) parent).remove(pointer.last().getMatchingProperty());
        if (removed == null) {
            throw new IllegalArgumentException("nothing at " + pointer);
        }
    }

    private static JsonPointer pointer(String text) {
        return JsonPointer.compile(text.replaceFirst("^GET", THINGS + "/get")
                .replaceFirst("^PUT", THINGS + "/put")
                .replaceFirst("^REQUEST", "/components/schemas/ThingRequest")
                .replaceFirst("^THING", "/components/schemas/Thing"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
