package dev.certbridge.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Visits every value of a body together with its schema. */
public final class SchemaWalk {

    /** A visitor that receives every value with its resolved schema. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Receives one value.
         *
         * @param pointer the JSON pointer to the value in the body
         * @param value the value
         * @param schema the resolved schema of the value, or a missing node if the contract does not describe it
         */
        void visit(JsonPointer pointer, JsonNode value, JsonNode schema);
    }

    private final ContractDocument document;
    private final Visitor visitor;

    private SchemaWalk(ContractDocument document, Visitor visitor) {
        this.document = document;
        this.visitor = visitor;
    }

    /** Visits the value and all values inside it. A value is visited before the values inside it. */
    public static void of(ContractDocument document, JsonNode value, JsonNode schema, Visitor visitor) {
        new SchemaWalk(document, visitor).walk(JsonPointer.empty(), value, document.resolve(schema));
    }

    /** Returns the resolved schema of a member, or a missing node if the schema of the object does not describe it. */
    public static JsonNode member(ContractDocument document, JsonNode schema, String name) {
        JsonNode named = schema.path("properties").path(name);
        JsonNode any = schema.path("additionalProperties");
        return document.resolve(named.isObject() ? named : any.isObject() ? any : MissingNode.getInstance());
    }

    private void walk(JsonPointer pointer, JsonNode value, JsonNode schema) {
        visitor.visit(pointer, value, schema);
        value.properties()
                .forEach(entry -> walk(
                        pointer.appendProperty(entry.getKey()),
                        entry.getValue(),
                        member(document, schema, entry.getKey())));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            walk(pointer.appendIndex(i), value.get(i), document.resolve(schema.path("items")));
        }
    }
}
