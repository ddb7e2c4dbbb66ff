package dev.certbridge.conformance.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import dev.certbridge.contract.SchemaWalk;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Returns the answer to a poll with another value in its {@code status} member. */
    static Reply withStatus(Reply reply, String status) {
        try {
            JsonNode body = JSON.readTree(reply.body());
            JsonNode holder = body.has("status") ? body : body.findParent("status");
            ((ObjectNode) holder).put("status", status);
            return new Reply(reply.status(), reply.headers(), body.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the stub answered a poll with a body that is not JSON", e);
        }
    }

    /** A documented body and its changed copy. */
    record Body(
            OperationSweep sweep, ContractResponse pair, DocumentedAnswer answer, BodySchema shape, JsonNode changed) {

        /**
         * Lets the stub send the changed body. Asserts that the caller receives the values of these members of the
         * changed body. Skips missing members, objects and lists.
         */
        void requireSame(List<BodySchema.Place> places) throws Throwable {
            Map<String, String> headers = new LinkedHashMap<>(answer.headers());
            headers.put("Content-Type", "application/json");
            sweep.client()
                    .stub()
                    .answer(pair.operation().id(), CannedFailure.status(pair.status(), changed.toString(), headers));
            Object returned =
                    sweep.called(pair, pair.operation().requestBodies().get(0), answer.isQuote());
            JsonNode read = JSON.valueToTree(returned);
            for (BodySchema.Place place : places) {
                JsonNode sent = changed.at(place.pointer());
                if (sent.isValueNode()) {
                    assertThat(read.at(place.pointer()).asText())
                            .as("the value that a caller receives for %s of %s", place.pointer(), answer)
                            .isEqualTo(sent.asText());
                }
            }
        }
    }

    /** The members of a documented body, with facts from their schemas. */
    record BodySchema(List<Place> places, List<String> objects) {

        /** A member of a body. */
        record Place(String parent, String name, boolean known, boolean required) {

            String pointer() {
                return parent + "/" + name;
            }
        }

        static BodySchema of(DocumentedAnswer answer) {
            BodySchema members = new BodySchema(new ArrayList<>(), new ArrayList<>());
            ContractDocument document = answer.response().operation().document();
            SchemaWalk.of(document, answer.body(), answer.response().schema(), (pointer, value, schema) -> {
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
                if (value.has(name)) {
                    boolean known = SchemaWalk.member(document, schema, name).has("x-known-values");
                    places.add(new Place(pointer.toString(), name, known, required.contains(name)));
                }
            });
        }
    }
}
