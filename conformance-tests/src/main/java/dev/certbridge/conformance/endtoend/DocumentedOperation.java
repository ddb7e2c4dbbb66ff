package dev.certbridge.conformance.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.certbridge.stub.CannedFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** An operation as a contract documents it, read from the document itself and not by the stub. */
public final class DocumentedOperation {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    // Tests ask for one operation after the other, and the document is long.
    private static final Map<String, List<DocumentedOperation>> READ = new ConcurrentHashMap<>();

    private final String id;
    private final String method;
    private final String path;
    private final JsonNode document;
    private final JsonNode definition;
    private final Map<String, JsonNode> parameters = new LinkedHashMap<>();

    private DocumentedOperation(JsonNode document, String method, String path, JsonNode definition) {
        this.id = definition.get("operationId").asText();
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = path;
        this.document = document;
        this.definition = definition;
        JsonNode shared = document.get("paths").get(path).path("parameters");
        for (JsonNode list : List.of(shared, definition.path("parameters"))) {
            for (JsonNode parameter : list) {
                JsonNode target = target(parameter);
                parameters.put(target.get("name").asText(), target);
            }
        }
    }

    /** Every operation of a reseller, in the order of the contract. */
    public static List<DocumentedOperation> of(String reseller) {
        return READ.computeIfAbsent(reseller, DocumentedOperation::read);
    }

    private static List<DocumentedOperation> read(String reseller) {
        JsonNode document = DocumentedFailure.contract(reseller);
        List<DocumentedOperation> all = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(entry -> {
                    if (entry.getValue().has("operationId")) {
                        all.add(new DocumentedOperation(document, entry.getKey(), path.getKey(), entry.getValue()));
                    }
                }));
        return List.copyOf(all);
    }

    /** Its operationId. */
    public String id() {
        return id;
    }

    /** Its HTTP method. */
    public String method() {
        return method;
    }

    /** Its path with the examples of its parameters. */
    public String target() {
        return PARAMETER
                .matcher(path)
                .replaceAll(found ->
                        target(parameters.get(found.group(1))).get("example").asText());
    }

    /** Every documented status. */
    public Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>();
        definition.get("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.parseInt(status)));
        return statuses;
    }

    /** The answers with a status: one per example, or a single one when it is documented without a body. */
    public List<DocumentedAnswer> answers(int status) {
        JsonNode response = target(definition.get("responses").get(Integer.toString(status)));
        JsonNode outcome = response.path("x-outcome");
        Map<String, String> headers = new LinkedHashMap<>();
        response.path("headers")
                .properties()
                .forEach(header -> headers.put(
                        header.getKey(),
                        target(header.getValue()).get("example").asText()));
        List<DocumentedAnswer> answers = new ArrayList<>();
        for (JsonNode content : response.path("content")) {
            content.get("examples")
                    .properties()
                    .forEach(example -> answers.add(new DocumentedAnswer(
                            id,
                            status,
                            example.getKey(),
                            target(example.getValue()).get("value"),
                            headers,
                            outcome)));
        }
        if (!response.has("content")) {
            JsonNode nothing = MissingNode.getInstance();
            answers.add(new DocumentedAnswer(id, status, CannedFailure.WITHOUT_BODY, nothing, headers, outcome));
        }
        return answers;
    }

    /** Every example of a request body; a single missing node for an operation without one. */
    public List<JsonNode> requests() {
        List<JsonNode> requests = new ArrayList<>();
        for (JsonNode content : target(definition.path("requestBody")).path("content")) {
            for (JsonNode example : content.path("examples")) {
                requests.add(target(example).get("value"));
            }
        }
        return requests.isEmpty() ? List.of(MissingNode.getInstance()) : requests;
    }

    /**
     * The first example of a parameter, and nothing where the contract shows none.
     *
     * @param javaName its name in the generated interfaces
     */
    public Optional<JsonNode> parameter(String javaName) {
        JsonNode parameter = parameters.entrySet().stream()
                .filter(entry -> entry.getKey().replace("_", "").equalsIgnoreCase(javaName))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " documents no parameter " + javaName));
        if (parameter.has("example")) {
            return Optional.of(parameter.get("example"));
        }
        for (JsonNode example : parameter.path("examples")) {
            return Optional.of(target(example).get("value"));
        }
        return Optional.empty();
    }

    /** The filters of a listing, empty where there are none. */
    public JsonNode filters() {
        return parameters.containsKey("filters")
                ? parameter("filters").orElseThrow()
                : JsonNodeFactory.instance.objectNode();
    }

    private JsonNode target(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    @Override
    public String toString() {
        return id;
    }
}
