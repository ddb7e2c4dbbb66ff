package dev.certbridge.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.SchemaWalk;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads and writes every example body of the contracts with the generated models, also with changes of a later server.
 */
class ModelRoundTripTest {

    private static final long SEED = Long.getLong("certbridge.seed", 20_261_122);

    /** The number of random sets of changes for each example, besides each change alone and all together. */
    private static final int SETS = 12;

    static Stream<ContractExample> examples() {
        return all().filter(ModelRoundTripTest::isJson);
    }

    private static Stream<ContractExample> all() {
        return Stream.of("realtime", "regfish")
                .flatMap(reseller -> ContractDocument.onClassPath(reseller).operations().stream())
                .flatMap(operation -> Stream.concat(
                        operation.requestExamples().stream(),
                        operation.responses().stream().flatMap(response -> response.examples().stream())));
    }

    private static boolean isJson(ContractExample example) {
        return example.mediaType().equals("application/json");
    }

    @Test
    void only_files_have_no_model() {
        assertThat(all().filter(example -> !isJson(example))
                        .map(example -> example.document().name() + " " + example.owner() + " " + example.mediaType())
                        .distinct())
                // The bytes of a certificate, a bundle, a CSR or an archive, which are not decoded.
                .containsExactlyInAnyOrder(
                        "realtime downloadCertificate 200 */*",
                        "regfish downloadCertificate 200 application/x-pem-file",
                        "regfish downloadCertificate 200 application/zip");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_the_same_after_reading_and_writing(ContractExample example) throws IOException {
        assertThat(Difference.between(example, example.value(), throughItsModel(example, example.value())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_changed_member_leaves_the_other_members_unchanged(ContractExample example) throws IOException {
        Random random = new Random(SEED + example.toString().hashCode());
        List<Mutation> mutations = Mutation.of(example, random);
        for (List<Mutation> chosen : choices(mutations, random)) {
            JsonNode changed = example.value().deepCopy();
            chosen.forEach(mutation -> mutation.applyTo(changed));
            String description = "seed " + SEED + ", " + example + " " + chosen;
            assertThatCode(() -> throughItsModel(example, changed))
                    .as(description)
                    .doesNotThrowAnyException();
            assertThat(Difference.between(example, changed, throughItsModel(example, changed)))
                    .as(description)
                    .isEmpty();
        }
    }

    /** Returns each change alone, all together, and some random sets. */
    private static List<List<Mutation>> choices(List<Mutation> mutations, Random random) {
        List<List<Mutation>> choices = new ArrayList<>();
        mutations.forEach(mutation -> choices.add(List.of(mutation)));
        choices.add(mutations);
        for (int i = 0; i < SETS; i++) {
            choices.add(mutations.stream()
                    .filter(mutation -> random.nextInt(3) == 0)
                    .toList());
        }
        return choices;
    }

    private static JsonNode throughItsModel(ContractExample example, JsonNode body) throws IOException {
        Object model = TransportJson.MAPPER.readValue(
                TransportJson.MAPPER.writeValueAsBytes(body),
                type(example.document().name(), example.schema()));
        return TransportJson.MAPPER.readTree(TransportJson.MAPPER.writeValueAsBytes(model));
    }

    /** Returns the type that the generated client reads or writes a body as. */
    private static JavaType type(String reseller, JsonNode schema) {
        TypeFactory types = TransportJson.MAPPER.getTypeFactory();
        if (schema.has("$ref")) {
            String model = schema.get("$ref").textValue().replaceFirst("^#/components/schemas/", "");
            return types.constructFromCanonical("dev.certbridge." + reseller + ".generated.model." + model);
        }
        return switch (schema.path("type").asText()) {
            case "array" -> types.constructCollectionType(List.class, type(reseller, schema.get("items")));
            case "string" -> types.constructType(String.class);
            default -> throw new AssertionError("an inline schema without a generated model: " + schema);
        };
    }

    /** A change of a body that a client must accept, because a later version of the server may answer so. */
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
                            "adds",
                            place,
                            UNKNOWN + random.nextInt(1000),
                            (object, name) -> object.set(name, unknown)));
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

    /** Compares two bodies of one schema: numbers by value, date-times as instants, null as absent. */
    static final class Difference {

        private final ContractDocument document;
        private final List<String> found = new ArrayList<>();

        private Difference(ContractDocument document) {
            this.document = document;
        }

        static List<String> between(ContractExample example, JsonNode before, JsonNode after) {
            Difference difference = new Difference(example.document());
            difference.compare("", before, after, example.schema());
            return difference.found;
        }

        private void compare(String place, JsonNode before, JsonNode after, JsonNode reference) {
            JsonNode schema = document.resolve(reference);
            if (absent(before) && absent(after)) {
                return;
            }
            if (before.isObject() && after.isObject()) {
                Set<String> names = new LinkedHashSet<>();
                before.fieldNames().forEachRemaining(names::add);
                after.fieldNames().forEachRemaining(names::add);
                names.stream()
                        .filter(name -> after.has(name) || !dropped(name, schema))
                        .forEach(name -> compare(
                                place + "/" + name,
                                before.path(name),
                                after.path(name),
                                SchemaWalk.member(document, schema, name)));
            } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
                for (int i = 0; i < before.size(); i++) {
                    compare(place + "/" + i, before.get(i), after.get(i), schema.path("items"));
                }
            } else if (!same(before, after, schema)) {
                found.add(place + ": " + shown(before) + " became " + shown(after));
            }
        }

        /** Returns true for an invented member of an object whose schema does not keep additional members. */
        private static boolean dropped(String name, JsonNode schema) {
            JsonNode any = schema.path("additionalProperties");
            return name.startsWith(Mutation.UNKNOWN) && !(schema.isMissingNode() || any.isObject() || any.asBoolean());
        }

        private static boolean same(JsonNode before, JsonNode after, JsonNode schema) {
            if (before.isNumber() && after.isNumber()) {
                return before.decimalValue().compareTo(after.decimalValue()) == 0;
            }
            if (schema.path("format").asText().equals("date-time") && before.isTextual() && after.isTextual()) {
                return OffsetDateTime.parse(before.textValue())
                        .toInstant()
                        .equals(OffsetDateTime.parse(after.textValue()).toInstant());
            }
            return before.equals(after);
        }

        private static boolean absent(JsonNode node) {
            return node.isNull() || node.isMissingNode();
        }

        private static String shown(JsonNode node) {
            return node instanceof MissingNode ? "nothing" : node.toString();
        }
    }
}
