package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * A change that a body survives: what a server of tomorrow might answer.
 *
 * @param what for people
 * @param parent where
 * @param member of which object there
 * @param change what is done to the member
 */
record Mutation(String what, JsonPointer parent, String member, BiConsumer<ObjectNode, String> change) {

    /** The start of every member name that no contract knows. */
    static final String UNKNOWN = "unheard-of-";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Each change that the schema allows, at each place that the example has. */
    static List<Mutation> of(BodyExample example, Random random) {
        List<Mutation> all = new ArrayList<>();
        SchemaWalk walk = new SchemaWalk(ContractTree.of(example.reseller()));
        walk.walk(example.value(), example.schema(), (place, value, schema) -> {
            if (value.isObject()) {
                JsonNode unknown = unknown(walk.ofMember(schema, UNKNOWN), random);
                all.add(new Mutation(
                        "adds", place, UNKNOWN + random.nextInt(1000), (object, name) -> object.set(name, unknown)));
                schema.path("properties")
                        .fieldNames()
                        .forEachRemaining(name -> member(
                                place, name, (ObjectNode) value, schema, walk.ofMember(schema, name), random, all));
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
        String value = "UNHEARD_OF_" + random.nextInt(1000);
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

    /** Anything, unless the schema says what any other member is. */
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

    /** Changes a body, unless an earlier change took the object, or what there was to rename, away. */
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
