package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * An operation of a contract.
 *
 * @param method the HTTP method in upper case, such as {@code GET}
 * @param path the path with its parameters in braces
 * @param item the path item of the operation; its parameters apply to all operations of the path
 * @param node the operation in the document; callers must not modify this node
 */
public record ContractOperation(ContractDocument document, String method, String path, JsonNode item, JsonNode node) {

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");

    /** Returns the operationId, or an empty text if the operation has none. */
    public String id() {
        return node.path("operationId").asText();
    }

    /**
     * Returns the operationId. If the operation has no operationId, the method returns the HTTP method and the path.
     */
    public String label() {
        return id().isEmpty() ? method + " " + path : id();
    }

    /** Returns true if the operation can cost money ({@code x-spends}). */
    public boolean spends() {
        return node.path("x-spends").asBoolean();
    }

    /**
     * Returns true if the operation accepts query parameters with any name. Every name is allowed if one query
     * parameter in the contract is an object with additional properties.
     */
    public boolean takesAnyQuery() {
        return parameters().values().stream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> document.resolve(parameter.path("schema")))
                .anyMatch(
                        schema -> schema.path("type").asText().equals("object") && schema.has("additionalProperties"));
    }

    /** Returns the path with each parameter replaced by its example. */
    public String examplePath() {
        return PARAMETER
                .matcher(path)
                .replaceAll(found -> parameters()
                        .get("path " + found.group(1))
                        .path("example")
                        .asText());
    }

    /**
     * Returns the first example of a parameter, or empty if the contract has none.
     *
     * @param javaName the name of the parameter in the generated interfaces
     */
    public Optional<JsonNode> parameterExample(String javaName) {
        JsonNode parameter = parameters().values().stream()
                .filter(known -> known.path("name").asText().replace("_", "").equalsIgnoreCase(javaName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label() + " has no parameter " + javaName));
        if (parameter.has("example")) {
            return Optional.of(parameter.get("example"));
        }
        return StreamSupport.stream(parameter.path("examples").spliterator(), false)
                .findFirst()
                .map(example -> document.resolve(example).path("value"));
    }

    /** Returns the named examples of the request body. */
    public List<ContractExample> requestExamples() {
        return ContractExample.of(document, label() + " request", document.resolve(node.path("requestBody")));
    }

    /**
     * Returns the bodies of the request examples. The list is never empty: for an operation without request examples,
     * the list consists of a missing node.
     */
    public List<JsonNode> requestBodies() {
        List<ContractExample> examples = requestExamples();
        return examples.isEmpty()
                ? List.of(MissingNode.getInstance())
                : examples.stream().map(ContractExample::value).toList();
    }

    /** Returns the responses with a numeric status, in the order of the document. */
    public List<ContractResponse> responses() {
        List<ContractResponse> responses = new ArrayList<>();
        node.path("responses").properties().forEach(entry -> {
            if (entry.getKey().matches("[1-5][0-9][0-9]")) {
                responses.add(new ContractResponse(this, Integer.parseInt(entry.getKey()), entry.getValue()));
            }
        });
        return responses;
    }

    /** Returns the statuses of the responses in ascending order. */
    public SortedSet<Integer> statuses() {
        return responses().stream().map(ContractResponse::status).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the response with this status.
     *
     * @throws IllegalArgumentException if the contract has no response with this status
     */
    public ContractResponse response(int status) {
        return responses().stream()
                .filter(response -> response.status() == status)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label() + " has no status " + status));
    }

    /**
     * Returns the method and the path. The result does not contain the names of path parameters, because two versions
     * of a contract may use different names.
     */
    String address() {
        return method + " " + PARAMETER.matcher(path).replaceAll("{}");
    }

    /**
     * Returns true if the path of a request matches the path of this operation. A path parameter matches exactly one
     * segment of the path.
     */
    boolean matches(String requestPath) {
        String[] own = path.split("/", -1);
        String[] requested = requestPath.split("/", -1);
        return own.length == requested.length
                && IntStream.range(0, own.length)
                        .allMatch(i -> own[i].startsWith("{") ? !requested[i].isEmpty() : own[i].equals(requested[i]));
    }

    /**
     * Returns the values of the path parameters in the path of a request, still encoded; empty if the path does not
     * match this operation.
     */
    public Optional<Map<String, String>> pathParameters(String requestPath) {
        if (!matches(requestPath)) {
            return Optional.empty();
        }
        String[] own = path.split("/", -1);
        String[] requested = requestPath.split("/", -1);
        Map<String, String> values = new LinkedHashMap<>();
        IntStream.range(0, own.length)
                .filter(i -> own[i].startsWith("{"))
                .forEach(i -> values.put(own[i].substring(1, own[i].length() - 1), requested[i]));
        return Optional.of(values);
    }

    /** Returns the number of path parameters. */
    public long pathParameterCount() {
        return PARAMETER.matcher(path).results().count();
    }

    /** Returns the class and method in the generated client, such as {@code TlsCertificatesApi.getCertificate}. */
    String generated() {
        // Without an operationId, the generator invents a method name from the path.
        return id().isEmpty() ? generatedApi() : generatedApi() + "." + GeneratedNames.method(id());
    }

    String generatedApi() {
        return GeneratedNames.api(node.path("tags").path(0).asText("Default"));
    }

    /**
     * Returns the parameters of the operation and of its path item. Each key of the map consists of the location and
     * the name of a parameter, such as {@code query limit}.
     */
    public Map<String, JsonNode> parameters() {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        Stream.of(item, node)
                .flatMap(owner -> StreamSupport.stream(owner.path("parameters").spliterator(), false))
                .map(document::resolve)
                .forEach(parameter -> parameters.put(key(parameter), parameter));
        return parameters;
    }

    private static String key(JsonNode parameter) {
        String in = parameter.path("in").asText();
        String name = parameter.path("name").asText();
        // Header names are case-insensitive.
        return in + " " + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
    }

    /**
     * Returns the {@code security} of the operation, or the {@code security} of the document if the operation has none.
     */
    JsonNode security() {
        return node.has("security") ? node.get("security") : document.root().path("security");
    }

    @Override
    public String toString() {
        return label();
    }
}
