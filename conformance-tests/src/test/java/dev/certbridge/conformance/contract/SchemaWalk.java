package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Goes through a body and its schema together. */
final class SchemaWalk {

    /** Is shown every value with its schema; a missing node where nothing is said of it. */
    @FunctionalInterface
    interface Visitor {
        void visit(JsonPointer place, JsonNode value, JsonNode schema);
    }

    private final ContractTree document;

    SchemaWalk(ContractTree document) {
        this.document = document;
    }

    void walk(JsonNode value, JsonNode schema, Visitor visitor) {
        walk(JsonPointer.empty(), value, schema, visitor);
    }

    private void walk(JsonPointer place, JsonNode value, JsonNode schema, Visitor visitor) {
        JsonNode said = document.resolved(schema);
        visitor.visit(place, value, said);
        value.propertyStream()
                .forEach(member -> walk(
                        place.appendProperty(member.getKey()),
                        member.getValue(),
                        ofMember(said, member.getKey()),
                        visitor));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            walk(place.appendIndex(i), value.get(i), said.path("items"), visitor);
        }
    }

    /** What a schema says of a member, references followed. */
    JsonNode ofMember(JsonNode schema, String name) {
        JsonNode named = schema.path("properties").path(name);
        JsonNode any = schema.path("additionalProperties");
        return document.resolved(named.isObject() ? named : any.isObject() ? any : MissingNode.getInstance());
    }

    /** Whether an object of this schema keeps members that nobody has heard of. */
    static boolean keepsUnknown(JsonNode schema) {
        JsonNode any = schema.path("additionalProperties");
        return schema.isMissingNode() || any.isObject() || any.asBoolean();
    }
}
