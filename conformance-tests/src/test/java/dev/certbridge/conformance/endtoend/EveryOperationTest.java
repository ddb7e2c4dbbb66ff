package dev.certbridge.conformance.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.realtime.RealtimeStub;
import dev.certbridge.conformance.regfish.RegfishStub;
import dev.certbridge.conformance.stub.CannedFailure;
import dev.certbridge.conformance.stub.StubReseller;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.reseller.http.Answer;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.ReadRetries;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of both contracts over HTTP, for every status that it documents, every example and every request. */
class EveryOperationTest {

    private static final RegfishStub REGFISH = RegfishStub.start();
    private static final RealtimeStub REALTIME = RealtimeStub.start();
    private static final Map<String, StubReseller> STUBS = Map.of("regfish", REGFISH, "realtime", REALTIME);
    private static final RegfishClient REGFISH_CLIENT = RegfishClient.connect(
            REGFISH.apiKey(), ConnectOptions.defaults().uri(REGFISH.uri()).retries(ReadRetries.none()));
    private static final RealtimeClient REALTIME_CLIENT = RealtimeClient.connect(
            REALTIME.apiKey(), ConnectOptions.defaults().uri(REALTIME.uri()).retries(ReadRetries.none()));
    private static final Map<String, Object> CLIENTS = Map.of("regfish", REGFISH_CLIENT, "realtime", REALTIME_CLIENT);

    @AfterAll
    static void close() {
        REGFISH_CLIENT.close();
        REALTIME_CLIENT.close();
        REGFISH.close();
        REALTIME.close();
        assertThat(REGFISH.contractViolations()).isEmpty();
        assertThat(REALTIME.contractViolations()).isEmpty();
    }

    /** An operation and a status that it documents. */
    record Pair(String reseller, DocumentedOperation operation, int status) {
        @Override
        public String toString() {
            return reseller + " " + operation + " " + status;
        }
    }

    static Stream<Pair> pairs() {
        return Stream.of("regfish", "realtime").flatMap(EveryOperationTest::pairs);
    }

    private static Stream<Pair> pairs(String reseller) {
        return DocumentedOperation.of(reseller).stream()
                .flatMap(operation ->
                        operation.statuses().stream().map(status -> new Pair(reseller, operation, status)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void every_documented_answer_reaches_the_caller_as_the_contract_says(Pair pair) throws Throwable {
        List<DocumentedAnswer> answers = pair.operation().answers(pair.status());
        assertThat(answers).as("answers of %s", pair).isNotEmpty();
        for (DocumentedAnswer answer : answers) {
            for (JsonNode request : pair.operation().requests()) {
                STUBS.get(pair.reseller())
                        .answer(pair.operation().id(), CannedFailure.documented(pair.status(), answer.example()));
                if (answer.success()) {
                    assertSuccess(answer, called(pair, request, answer.isQuote()));
                } else {
                    Throwable thrown = catchThrowable(() -> called(pair, request, false));
                    answer.failure(request)
                            .requireMatches(thrown, STUBS.get(pair.reseller()).apiKey());
                }
            }
        }
    }

    /** The statuses that Realtime Register may answer without a body, as the introduction of its contract says. */
    static Stream<Pair> pairsThatMayComeWithoutBody() {
        return pairs("realtime").filter(pair -> Set.of(401, 403, 404, 429).contains(pair.status()));
    }

    @ParameterizedTest
    @MethodSource("pairsThatMayComeWithoutBody")
    void a_refusal_without_a_body_means_what_its_status_means(Pair pair) {
        DocumentedAnswer documented =
                pair.operation().answers(pair.status()).get(0).withoutBody();
        JsonNode request = pair.operation().requests().get(0);
        STUBS.get(pair.reseller()).answer(pair.operation().id(), CannedFailure.status(pair.status()));

        Throwable thrown = catchThrowable(() -> called(pair, request, false));

        documented
                .failure(request)
                .requireMatches(thrown, STUBS.get(pair.reseller()).apiKey());
    }

    @Test
    void every_operation_may_refuse_without_a_body() {
        assertThat(pairsThatMayComeWithoutBody()).hasSize(4 * 34);
    }

    @ParameterizedTest
    @ValueSource(strings = {"updateAcmeSubscription", "renewAcmeSubscription"})
    void a_200_to_a_call_without_quote_may_be_the_deed_itself(String operation) {
        assertThat(pairs("realtime")
                        .filter(pair -> pair.operation().id().equals(operation) && pair.status() == 200)
                        .flatMap(pair -> pair.operation().answers(200).stream())
                        .filter(answer -> !answer.isQuote()))
                .as("what is called without quote=true above")
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.isEither()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"regfish, 16", "realtime, 34"})
    void every_operation_and_status_of_the_documents_is_among_them(String reseller, int operations) {
        Stream<String> documented = DocumentedFailure.contract(reseller).findParents("operationId").stream()
                .flatMap(operation -> operation.get("responses").properties().stream()
                        .map(response -> operation.get("operationId").asText() + " " + response.getKey()));
        assertThat(pairs(reseller).map(pair -> pair.operation() + " " + pair.status()))
                .containsExactlyInAnyOrderElementsOf(documented.toList());
        assertThat(DocumentedOperation.of(reseller)).hasSize(operations);
    }

    /** Calls it and asks the stub, not the client, what came over the wire. */
    private static Object called(Pair pair, JsonNode request, boolean quote) throws Throwable {
        StubReseller stub = STUBS.get(pair.reseller());
        GeneratedMethod method = GeneratedMethod.of(CLIENTS.get(pair.reseller()), pair.operation());
        long before = stub.journal().received();
        int booked = stub.ledger().orders();
        AtomicReference<Object> returned = new AtomicReference<>();
        Throwable thrown = catchThrowable(() -> returned.set(method.call(request, quote)));
        assertThat(stub.journal().received()).as("%s was called once", pair).isEqualTo(before + 1);
        assertThat(stub.journal().exchanges())
                .last()
                .satisfies(exchange -> assertThat(exchange.operationId())
                        .isEqualTo(pair.operation().id()))
                .satisfies(exchange -> assertThat(exchange.breaches()).isEmpty())
                .satisfies(exchange -> assertThat(exchange.status()).isEqualTo(pair.status()));
        assertThat(stub.ledger().orders()).isEqualTo(booked);
        if (thrown != null) {
            throw thrown;
        }
        return returned.get();
    }

    private static void assertSuccess(DocumentedAnswer answer, Object returned) {
        if (returned instanceof Answer seen) {
            assertThat(seen.status()).isEqualTo(answer.status());
            answer.headers()
                    .forEach((name, value) -> assertThat(seen.header(name)).contains(value));
            assertThat(seen.body()).as("the body of %s", answer).isEqualTo(bytes(answer));
        } else {
            assertThat(returned).as("what %s decodes to", answer).isNotNull();
            assertThat(answer.body().isMissingNode())
                    .as("%s has a body", answer)
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
