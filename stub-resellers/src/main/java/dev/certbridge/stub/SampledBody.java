package dev.certbridge.stub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A very long answer, cut down for the check: of elements that differ in nothing but letters and digits one is enough, and of
 * all others a thousand. The validator takes seconds over ten thousand of them. Reads one element after the other, because
 * the tree of a hundred thousand orders needs several times the memory of their text.
 */
final class SampledBody {

    private static final int LONG_BYTES = 200_000;

    private static final int MAX_SHAPES = 1_000;

    private SampledBody() {}

    static byte[] body(Reply reply) {
        byte[] body = reply.sharedBody();
        if (body.length < LONG_BYTES || body[0] != '{') {
            return body;
        }
        try (JsonParser parser = StubContract.JSON.createParser(body)) {
            ObjectNode answer = StubContract.JSON.createObjectNode();
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                answer.set(name, parser.nextToken() == JsonToken.START_ARRAY ? different(parser) : tree(parser));
            }
            // Something after the end of the object is for the validator to find.
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
                    ? StubContract.JSON.writeValueAsBytes(answer)
                    : body;
        } catch (IOException e) {
            return body;
        }
    }

    private static ArrayNode different(JsonParser parser) throws IOException {
        ArrayNode kept = StubContract.JSON.createArrayNode();
        Set<String> shapes = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode element = tree(parser);
            StringBuilder shape = new StringBuilder();
            describe(element, shape);
            if (shapes.size() < MAX_SHAPES && shapes.add(shape.toString())) {
                kept.add(element);
            }
        }
        return kept;
    }

    private static JsonNode tree(JsonParser parser) throws IOException {
        return StubContract.JSON.readTree(parser);
    }

    private static void describe(JsonNode node, StringBuilder shape) {
        if (node instanceof ObjectNode object) {
            shape.append('{');
            object.properties().forEach(member -> {
                shape.append(member.getKey()).append(':');
                describe(member.getValue(), shape);
            });
            shape.append('}');
        } else if (node instanceof ArrayNode array) {
            shape.append('[');
            array.forEach(element -> describe(element, shape));
            shape.append(']');
        } else if (node.isTextual()) {
            outline(node.textValue(), shape);
        } else {
            shape.append(node.isNumber() ? node.numberType().name() : node.asText())
                    .append(',');
        }
    }

    /** Every word as one letter; what stands between the words is what makes a time a time. */
    private static void outline(String text, StringBuilder shape) {
        boolean inWord = false;
        shape.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean word = Character.isLetterOrDigit(letter);
            if (!word) {
                shape.append(letter);
            } else if (!inWord) {
                shape.append('x');
            }
            inWord = word;
        }
        shape.append('"');
    }
}
