package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A named example of a body in a contract.
 *
 * @param owner the request or response that has the example, such as {@code getCertificate 200}
 * @param line the line of the name in the text of the contract, from 1
 * @param schema the schema of the body, which can be a reference; callers must not modify it
 * @param value the body; callers must not modify it
 */
public record ContractExample(
        ContractDocument document,
        String owner,
        String mediaType,
        String name,
        int line,
        JsonNode schema,
        JsonNode value) {

    static List<ContractExample> of(ContractDocument document, String owner, JsonNode body) {
        List<ContractExample> all = new ArrayList<>();
        body.path("content")
                .properties()
                .forEach(type -> type.getValue()
                        .path("examples")
                        .properties()
                        .forEach(example -> all.add(new ContractExample(
                                document,
                                owner,
                                type.getKey(),
                                example.getKey(),
                                document.line(example.getValue()),
                                type.getValue().path("schema"),
                                document.resolve(example.getValue()).path("value")))));
        return all;
    }

    @Override
    public String toString() {
        return document.name() + " " + owner + " " + name;
    }
}
