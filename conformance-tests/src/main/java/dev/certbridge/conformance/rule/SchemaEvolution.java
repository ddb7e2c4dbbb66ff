package dev.certbridge.conformance.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Documented bodies, changed as a reseller may change them, and read by the generated client. */
final class SchemaEvolution {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final OperationSweep sweep;

    private SchemaEvolution(OperationSweep sweep) {
        this.sweep = sweep;
    }

    /** Changes and reads one documented body. */
    interface Change {
        void read(Body body) throws Throwable;
    }

    static SchemaEvolution at(RuleContext context) {
        return new SchemaEvolution(OperationSweep.on(context));
    }

    /** Returns one case for each operation with a model and each of its 2xx answers. */
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

    /** Returns the answer to a poll with another state. */
    static Reply withStatus(Reply reply, String status) {
        try {
            JsonNode body = JSON.readTree(reply.body());
            JsonNode holder = body.has("status") ? body : body.findParent("status");
            ((ObjectNode) holder).put("status", status);
            return new Reply(reply.status(), reply.headers(), body.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a stub answered a look with what is no JSON", e);
        }
    }

    /**
     * One body.
     *
     * @param sweep calls the operation
     * @param pair the operation and the status
     * @param answer as it is documented
     * @param shape where its members stand
     * @param changed what is sent instead; to be changed in place
     */
    record Body(
            OperationSweep sweep, ContractResponse pair, DocumentedAnswer answer, BodySchema shape, JsonNode changed) {

        /** Sends the changed body, and compares each of these members with the result of the caller. */
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
                            .as("what a caller gets for %s of %s", place.pointer(), answer)
                            .isEqualTo(sent.asText());
                }
            }
        }
    }
}
