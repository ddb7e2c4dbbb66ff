package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.contract.ResolvedSchema;
import dev.certbridge.contract.SchemaWalk;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Tests how the generated client reads documented bodies after changes that a reseller may make. */
final class SchemaEvolution {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final OperationSweep sweep;

    private SchemaEvolution(OperationSweep sweep) {
        this.sweep = sweep;
    }

    /** Code that changes one documented body and checks how the client reads it. */
    interface Change {
        void read(Body body) throws Throwable;
    }

    static SchemaEvolution at(RuleContext context) {
        return new SchemaEvolution(OperationSweep.on(context));
    }

    /** Returns one case for each operation and 2xx status whose answer is decoded to a generated class. */
    Stream<DynamicTest> cases(Change change) {
        ClientUnderTest candidate = sweep.client().candidate();
        return OperationSweep.all(candidate)
                .filter(pair -> pair.status() / 100 == 2)
                .filter(pair -> sweep.method(pair).method().getReturnType() != ApiResponse.class)
                .filter(pair -> DocumentedAnswer.of(pair).stream()
                        .anyMatch(answer -> answer.body().isContainerNode()))
                .map(pair -> DynamicTest.dynamicTest(pair.toString(), () -> {
                    for (DocumentedAnswer answer : DocumentedAnswer.of(pair)) {
                        if (answer.body().isContainerNode()) {
                            BodySchema shape = BodySchema.of(answer);
                            change.read(new Body(
                                    sweep, pair, answer, shape, answer.body().deepCopy()));
                        }
                    }
                }));
    }

    /** Returns the answer to a poll with this value in the member {@code status}. */
    static Reply withStatus(Reply reply, String status) {
        return changed(reply, body -> {
            JsonNode holder = body.has("status") ? body : body.findParent("status");
            ((ObjectNode) holder).put("status", status);
        });
    }

    /** Returns the answer to a poll in which every nullable member is null. */
    static Reply withNulls(ClientUnderTest candidate, Reply reply) {
        ContractDocument document =
                ContractDocument.onClassPath(candidate.provider().name());
        JsonNode schema = document.operation(candidate.operations().reading())
                .response(reply.status())
                .schema();
        return changed(
                reply,
                body -> BodySchema.of(document, body, schema)
                        .change(body, BodySchema.Place::nullable, ObjectNode::putNull));
    }

    private static Reply changed(Reply reply, Consumer<JsonNode> change) {
        JsonNode body = reply.json();
        change.accept(body);
        return reply.withJson(body);
    }

    /** A documented body and its changed copy. */
    record Body(
            OperationSweep sweep, ContractResponse pair, DocumentedAnswer answer, BodySchema shape, JsonNode changed) {

        /** Returns the documented body, without changes. */
        Body unchanged() {
            return new Body(sweep, pair, answer, shape, answer.body().deepCopy());
        }

        JsonNode at(BodySchema.Place place) {
            return changed.at(place.pointer());
        }

        /** Changes these members. The change gets the object with the member, and the name of the member. */
        void change(Predicate<BodySchema.Place> members, BiConsumer<ObjectNode, String> change) {
            shape.change(changed, members, change);
        }

        /**
         * Makes the stub send the changed body. Asserts that the caller receives the values of all members of the
         * changed body. Missing members, objects and lists are not compared.
         */
        void requireSame() throws Throwable {
            Map<String, String> headers = new LinkedHashMap<>(answer.headers());
            headers.put("Content-Type", "application/json");
            sweep.client()
                    .stub()
                    .answer(pair.operation().id(), CannedFailure.status(pair.status(), changed.toString(), headers));
            Object returned =
                    sweep.called(pair, pair.operation().requestBodies().get(0), answer.isQuote());
            JsonNode read = JSON.valueToTree(returned);
            for (BodySchema.Place place : shape.places()) {
                JsonNode sent = at(place);
                if (sent.isValueNode()) {
                    assertThat(read.at(place.pointer()).asText())
                            .as("the value that a caller receives for %s of %s", place.pointer(), answer)
                            .isEqualTo(sent.asText());
                }
            }
        }
    }

    /**
     * The members of a documented body with facts from the schemas of the members, and the JSON pointers of the objects
     * in the body.
     */
    record BodySchema(List<Place> places, List<String> objects) {

        /** A member of a body. */
        record Place(String parent, String name, boolean known, boolean required, boolean nullable) {

            String pointer() {
                return parent + "/" + name;
            }
        }

        void change(JsonNode body, Predicate<Place> members, BiConsumer<ObjectNode, String> change) {
            places.stream().filter(members).forEach(place -> {
                if (body.at(place.parent()) instanceof ObjectNode parent) {
                    change.accept(parent, place.name());
                }
            });
        }

        static BodySchema of(DocumentedAnswer answer) {
            return of(
                    answer.response().operation().document(),
                    answer.body(),
                    answer.response().schema());
        }

        private static BodySchema of(ContractDocument document, JsonNode body, JsonNode bodySchema) {
            BodySchema members = new BodySchema(new ArrayList<>(), new ArrayList<>());
            SchemaWalk.of(document, body, bodySchema, (pointer, value, schema) -> {
                if (value.isObject() && schema.has("properties")) {
                    members.add(document, pointer, value, schema);
                }
            });
            return members;
        }

        private void add(ContractDocument document, JsonPointer pointer, JsonNode value, JsonNode schema) {
            objects.add(pointer.toString());
            Set<String> required = new HashSet<>();
            schema.path("required").forEach(name -> required.add(name.asText()));
            schema.get("properties").fieldNames().forEachRemaining(name -> {
                ResolvedSchema member = document.schema(SchemaWalk.member(document, schema, name));
                if (value.has(name) || member.isNullable()) {
                    places.add(new Place(
                            pointer.toString(),
                            name,
                            !member.keyword("x-known-values").isMissingNode(),
                            required.contains(name),
                            member.isNullable()));
                }
            });
        }
    }
}
