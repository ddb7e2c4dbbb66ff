package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.SchemaWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A change of a body that a client must accept, because a later version of the server may answer so.
 *
 * @param what the kind of change
 * @param parent pointer to the object
 * @param member the member of the object
 * @param change changes the member
 */
record Mutation(String what, JsonPointer parent, String member, BiConsumer<ObjectNode, String> change) {

    /** The start of every invented member name. */
    static final String UNKNOWN = "unknown-";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Returns each change that the schema allows, at each member of the example. */
    static List<Mutation> of(ContractExample example, Random random) {
        List<Mutation> all = new ArrayList<>();
        ContractDocument document = example.document();
        SchemaWalk.of(document, example.value(), example.schema(), (place, value, schema) -> {
            if (value.isObject()) {
                JsonNode unknown = unknown(SchemaWalk.member(document, schema, UNKNOWN), random);
                all.add(new Mutation(
                        "adds", place, UNKNOWN + random.nextInt(1000), (object, name) -> object.set(name, unknown)));
                schema.path("properties").fieldNames().forEachRemaining(name -> {
                    JsonNode member = SchemaWalk.member(document, schema, name);
                    member(place, name, (ObjectNode) value, schema, member, random, all);
                });
            }
        });
        return all;
    }

    private static void member(
            JsonPointer place,
            String name,
            ObjectNode object,
            JsonNode schema,
            JsonNode of,
            Random random,
            List<Mutation> all) {
        if (of.path("nullable").asBoolean()) {
            all.add(new Mutation("nulls", place, name, ObjectNode::putNull));
        }
        if (!object.has(name)) {
            return;
        }
        if (schema.path("required")
                .valueStream()
                .noneMatch(required -> required.asText().equals(name))) {
            all.add(new Mutation("removes", place, name, ObjectNode::remove));
        }
        String value = "UNKNOWN_" + random.nextInt(1000);
        if (of.has("x-known-values") && object.get(name).isTextual()) {
            all.add(new Mutation("renames", place, name, (parent, key) -> parent.put(key, value)));
        }
        if (of.path("items").has("x-known-values")) {
            all.add(new Mutation(
                    "extends",
                    place,
                    name,
                    (parent, key) -> parent.withArray(key).add(value)));
        }
    }

    /** Returns any value, or one of the type that the schema demands of additional members. */
    private static JsonNode unknown(JsonNode of, Random random) {
        return switch (of.path("type").asText()) {
            case "integer" -> NODES.numberNode(random.nextInt());
            case "string" -> NODES.textNode("new");
            default ->
                switch (random.nextInt(4)) {
                    case 0 -> NODES.textNode("new");
                    case 1 -> NODES.numberNode(random.nextLong());
                    case 2 -> NODES.arrayNode().add(true).addNull();
                    default -> NODES.objectNode().put("inner", random.nextDouble());
                };
        };
    }

    /** Changes a body, unless an earlier change removed the object or the member. */
    void applyTo(JsonNode body) {
        if (body.at(parent) instanceof ObjectNode object
                && (object.hasNonNull(member) || !(what.equals("renames") || what.equals("extends")))) {
            change.accept(object, member);
        }
    }

    @Override
    public String toString() {
        return what + " " + parent + "/" + member;
    }
}
