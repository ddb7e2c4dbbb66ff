package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion;

/** The published JSON Schemas, which tests also apply strictly: a member that they do not list is a defect. */
final class DocumentSchemas {

    private static final ObjectNode PUBLISHED = read();
    private static final Map<String, JsonSchema> STRICT = new ConcurrentHashMap<>();

    private DocumentSchemas() {}

    private static ObjectNode read() {
        try {
            return (ObjectNode) new ObjectMapper()
                    .readTree(Files.readString(Path.of("..", "docs", "json", "certbridge.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the commands whose documents are described. */
    static Collection<String> commands() {
        TreeSet<String> names = new TreeSet<>();
        PUBLISHED.get("$defs").fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> Character.isUpperCase(name.charAt(0)));
        return names;
    }

    /** Fails unless the document that a command printed is what the schema of the command describes. */
    static void require(String out, String... arguments) {
        if (List.of(arguments).contains("--json") && out.startsWith("{")) {
            assertThat(problems(out, name(arguments))).as(out).isEmpty();
        }
    }

    /** The differences between a document and the schema with this name. */
    static List<String> problems(String document, String name) {
        JsonSchema schema = STRICT.computeIfAbsent(name, DocumentSchemas::strict);
        return schema.validate(document, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String name(String... arguments) {
        String nested = arguments.length > 1 ? arguments[0] + "-" + arguments[1] : "";
        String name = commands().contains(nested) ? nested : arguments[0];
        return commands().contains(name) ? name : "Failure";
    }

    private static JsonSchema strict(String name) {
        ObjectNode schema = PUBLISHED.deepCopy();
        close(schema.get("$defs"));
        schema.put("$ref", "#/$defs/" + name);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema.toString());
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.has("required")
                && object.get("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        List<JsonNode> children = new ArrayList<>();
        node.elements().forEachRemaining(children::add);
        children.forEach(DocumentSchemas::close);
    }
}
