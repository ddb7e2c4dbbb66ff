package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One operation as its document has it. */
record ContractOperation(ContractDocument document, String method, String path, JsonNode item, JsonNode node) {

    /** Method and path, whatever the path parameters are called. */
    String address() {
        return method + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    /** Whether a request to this path is for an operation at ours; a parameter stands for one segment. */
    boolean takes(String requested) {
        String[] ours = path.split("/", -1);
        String[] theirs = requested.split("/", -1);
        return ours.length == theirs.length
                && IntStream.range(0, ours.length)
                        .allMatch(i -> isParameter(ours[i]) ? !theirs[i].isEmpty() : ours[i].equals(theirs[i]));
    }

    boolean takesAnyQuery() {
        return parameters().values().stream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> document.resolve(parameter.path("schema")))
                .anyMatch(
                        schema -> schema.path("type").asText().equals("object") && schema.has("additionalProperties"));
    }

    long parameterCount() {
        return Stream.of(path.split("/")).filter(ContractOperation::isParameter).count();
    }

    String id() {
        return node.path("operationId").asText();
    }

    /** The operationId, or method and path where there is none. */
    String label() {
        return id().isEmpty() ? method + " " + path : id();
    }

    /** Tag and method of the generated client, such as {@code TlsCertificatesApi.getCertificate}. */
    String generated() {
        // The generator invents a name from the path where there is none; here the class has to do.
        return id().isEmpty() ? generatedApi() : generatedApi() + "." + GeneratedNames.method(id());
    }

    String generatedApi() {
        return GeneratedNames.api(node.path("tags").path(0).asText("Default"));
    }

    /** The parameters by place and name, those of the path item included. */
    Map<String, JsonNode> parameters() {
        Map<String, JsonNode> parameters = new LinkedHashMap<>();
        Stream.of(item, node)
                .flatMap(owner -> StreamSupport.stream(owner.path("parameters").spliterator(), false))
                .map(document::resolve)
                .forEach(parameter -> parameters.put(key(parameter), parameter));
        return parameters;
    }

    /** The security of the operation, or that of the document where it has none of its own. */
    JsonNode security() {
        return node.has("security") ? node.get("security") : document.root().path("security");
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private String key(JsonNode parameter) {
        String in = parameter.path("in").asText();
        String name = parameter.path("name").asText();
        // Names of headers are compared without case, as HTTP does.
        return in + " " + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
    }
}
