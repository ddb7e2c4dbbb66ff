package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An example of a body in a contract.
 *
 * @param reseller whose contract
 * @param place the operation and what of it, such as {@code getCertificate 200}
 * @param mediaType in the contract's words
 * @param name its own
 * @param schema of the body, perhaps only a reference
 * @param value the body
 */
record BodyExample(String reseller, String place, String mediaType, String name, JsonNode schema, JsonNode value) {

    /** Every one of both contracts, those behind references again wherever they are referred to. */
    static List<BodyExample> all() {
        return Stream.of("realtime", "regfish").flatMap(BodyExample::of).toList();
    }

    private static Stream<BodyExample> of(String reseller) {
        ContractTree document = ContractTree.of(reseller);
        return document.operations().flatMap(operation -> {
            String id = operation.get("operationId").textValue();
            Stream<Map.Entry<String, JsonNode>> answers = operation
                    .get("responses")
                    .propertyStream()
                    .map(response -> Map.entry(id + " " + response.getKey(), response.getValue()));
            return Stream.concat(Stream.of(Map.entry(id + " request", operation.path("requestBody"))), answers)
                    .flatMap(body -> in(reseller, body.getKey(), document.resolved(body.getValue())));
        });
    }

    private static Stream<BodyExample> in(String reseller, String place, JsonNode body) {
        ContractTree document = ContractTree.of(reseller);
        return body.path("content")
                .propertyStream()
                .flatMap(content -> content.getValue()
                        .path("examples")
                        .propertyStream()
                        .map(example -> new BodyExample(
                                reseller,
                                place,
                                content.getKey(),
                                example.getKey(),
                                content.getValue().get("schema"),
                                document.resolved(example.getValue()).get("value"))));
    }

    boolean isJson() {
        return mediaType.equals("application/json");
    }

    /** What the generated client reads or writes it as. */
    JavaType type() {
        return type(schema);
    }

    private JavaType type(JsonNode of) {
        TypeFactory types = TransportJson.MAPPER.getTypeFactory();
        if (of.has("$ref")) {
            String schemaName = of.get("$ref").textValue().replaceFirst("^#/components/schemas/", "");
            return types.constructFromCanonical("dev.certbridge." + reseller + ".generated.model." + schemaName);
        }
        return switch (of.path("type").asText()) {
            case "array" -> types.constructCollectionType(List.class, type(of.get("items")));
            case "string" -> types.constructType(String.class);
            default -> throw new AssertionError(this + " has an inline schema that no model is generated for: " + of);
        };
    }

    @Override
    public String toString() {
        return reseller + " " + place + " " + name;
    }
}
