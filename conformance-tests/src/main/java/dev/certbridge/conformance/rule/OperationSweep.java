package dev.certbridge.conformance.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.conformance.fixture.GeneratedMethod;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Journal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** Calls each operation that a client uses, with the generated client and over HTTP. */
record OperationSweep(TestClient client, AutoCloseable generated) {

    static OperationSweep on(RuleContext context) {
        TestClient client = context.client();
        AutoCloseable generated = client.generated(
                client.options().toBuilder().retries(ReadRetryPolicy.none()).build());
        context.alsoClose(generated);
        return new OperationSweep(client, generated);
    }

    /** Returns every documented response of the operations that this client calls, in the order of the contract. */
    static Stream<ContractResponse> pairs(ClientUnderTest candidate) {
        return ContractDocument.onClassPath(candidate.provider().name()).operations().stream()
                .filter(operation -> candidate.calls(operation.id()))
                .flatMap(operation -> operation.responses().stream());
    }

    /**
     * Returns every documented response of the operations that this client calls, and of the operations that poll and
     * list orders. For polling and listing, the result of {@link ClientUnderTest#calls} does not matter.
     */
    static Stream<ContractResponse> all(ClientUnderTest candidate) {
        ClientUnderTest.Operations shared = candidate.operations();
        return ContractDocument.onClassPath(candidate.provider().name()).operations().stream()
                .filter(operation -> candidate.calls(operation.id())
                        || List.of(shared.reading(), shared.listing()).contains(operation.id()))
                .flatMap(operation -> operation.responses().stream());
    }

    /** Returns the method of the generated client that calls the operation of this response. */
    GeneratedMethod method(ContractResponse pair) {
        return GeneratedMethod.of(generated, pair.operation());
    }

    /**
     * Sends every documented request of the operation. The stub answers each request with the given answer. Asserts
     * that the caller receives the documented result or failure.
     */
    void requireAsDocumented(ContractResponse pair, DocumentedAnswer answer, CannedFailure canned) throws Throwable {
        for (JsonNode request : pair.operation().requestBodies()) {
            client.stub().answer(pair.operation().id(), canned);
            if (answer.success()) {
                requireSuccess(answer, called(pair, request, answer.isQuote()));
            } else {
                Throwable thrown = RuleAssertions.thrown(() -> called(pair, request, false));
                answer.failure(request).requireMatches(thrown, client.stub().apiKey());
            }
        }
    }

    /**
     * Calls the operation. Returns the result of the generated method, or throws its failure. Asserts that the stub
     * received one valid request, answered it with the expected status, and booked nothing.
     */
    Object called(ContractResponse pair, JsonNode request, boolean quote) throws Throwable {
        GeneratedMethod method = method(pair);
        long before = client.stub().journal().received();
        int booked = client.stub().ledger().orders();
        AtomicReference<Object> returned = new AtomicReference<>();
        Throwable thrown = RuleAssertions.thrown(() -> returned.set(method.call(request, quote)));
        assertThat(client.stub().journal().received() - before)
                .as("requests of one call of %s", pair.operation())
                .isEqualTo(1);
        Journal.Exchange last = client.stub().journal().exchanges().stream()
                .reduce((earlier, later) -> later)
                .orElseThrow();
        assertThat(last.operationId())
                .as("the operation that was called")
                .isEqualTo(pair.operation().id());
        RuleAssertions.valid(Stream.of(last));
        assertThat(last.status()).as("the status of the answer").isEqualTo(pair.status());
        assertThat(client.stub().ledger().orders()).isEqualTo(booked);
        assertThat(client.stub().contractViolations()).isEmpty();
        if (thrown != null) {
            throw thrown;
        }
        return returned.get();
    }

    private static void requireSuccess(DocumentedAnswer answer, Object returned) {
        if (returned instanceof ApiResponse seen) {
            assertThat(seen.status()).as("the status of %s", answer).isEqualTo(answer.status());
            answer.headers()
                    .forEach((name, value) -> assertThat(seen.header(name)).contains(value));
            assertThat(seen.body()).as("the body of %s", answer).isEqualTo(bytes(answer));
        } else {
            assertThat(returned).as("the decoded value of %s", answer).isNotNull();
            assertThat(answer.body().isMissingNode())
                    .as("%s has no body", answer)
                    .isFalse();
        }
    }

    private static byte[] bytes(DocumentedAnswer answer) {
        JsonNode body = answer.body();
        return body.isTextual()
                ? body.asText().getBytes(UTF_8)
                : body.toString().getBytes(UTF_8);
    }
}
