package dev.certbridge.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A named example of a body in a contract.
 *
 * @param owner the request or response that has the example, such as {@code getCertificate 200}
 * @param entry the example in the document, or a reference to the example; callers must not modify this node
 * @param schema the schema of the body, or a reference to the schema; callers must not modify this node
 */
public record ContractExample(
        ContractDocument document, String owner, String mediaType, String name, JsonNode entry, JsonNode schema) {

    /** Returns the body. Callers must not modify the body. */
    public JsonNode value() {
        return document.resolve(entry).path("value");
    }

    /** Returns the line number of the name in the text of the contract, counted from 1. */
    public int line() {
        return document.line(entry);
    }

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
                                example.getValue(),
                                type.getValue().path("schema")))));
        return all;
    }

    @Override
    public String toString() {
        return document.name() + " " + owner + " " + name;
    }
}
