package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.DerivedFaults;
import dev.certbridge.stub.Schedule;
import dev.certbridge.stub.StubExamples;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of answers without state, with altered bodies and from a schedule. */
class CannedAnswerTest {

    private static final RegfishStub REGFISH = RegfishStub.start();
    private static final RealtimeStub REALTIME = RealtimeStub.start();

    /** Those that the stub of Realtime Register keeps state for; other tests are about them. */
    private static final Set<String> WITH_STATE = Set.of(
            "createCertificate",
            "requestCertificate",
            "listCertificates",
            "getCertificate",
            "downloadCertificate",
            "listProcesses",
            "getProcess",
            "getProcessInfo",
            "listProducts");

    private static final Set<String> WITH_STATE_AT_REALTIME = Set.of(
            "renewCertificate",
            "renewCertificateLegacy",
            "reissueCertificate",
            "revokeCertificate",
            "cancelProcess",
            "resendProcess",
            "getProduct",
            "decodeCsr",
            "listDcvEmailAddresses",
            "listNotifications",
            "pollNotification",
            "getNotification",
            "acknowledgeNotification");

    @AfterAll
    static void requireNoViolations() {
        REGFISH.close();
        REALTIME.close();
        assertThat(REGFISH.contractViolations()).isEmpty();
        assertThat(REALTIME.contractViolations()).isEmpty();
        assertThat(REGFISH.ledger().orders() + REALTIME.ledger().orders()).isZero();
    }

    static Stream<ContractOperation> realtimeOperations() {
        return withoutState("realtime").filter(operation -> !WITH_STATE_AT_REALTIME.contains(operation.id()));
    }

    static Stream<ContractOperation> quotes() {
        return realtimeOperations().filter(operation -> successes(operation).anyMatch(DocumentedAnswer::isQuote));
    }

    @ParameterizedTest
    @MethodSource("realtimeOperations")
    void realtime_answers_with_the_first_example_of_the_first_success(ContractOperation operation) throws Exception {
        assertAnswers(sent(Wire.to(REALTIME), operation, ""), firstSuccess(operation, false));
    }

    @ParameterizedTest
    @MethodSource("quotes")
    void a_request_for_a_price_is_answered_with_the_quote(ContractOperation operation) throws Exception {
        assertAnswers(sent(Wire.to(REALTIME), operation, "?quote=true"), firstSuccess(operation, true));
    }

    @Test
    void a_request_that_the_contract_does_not_allow_is_refused() throws Exception {
        JsonNode empty = JsonNodeFactory.instance.objectNode();
        assertThat(Wire.to(REALTIME)
                        .send("POST", "/v2/ssl/decodecsr", empty)
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("ConstraintViolationException");
        assertThat(Wire.to(REGFISH).send("POST", "/dns/rr", empty).status()).isEqualTo(400);
        assertThat(Wire.regfish(REGFISH, "wrong").get("/tls/organization").status())
                .isEqualTo(401);
    }

    private static Stream<ContractOperation> withoutState(String reseller) {
        return ContractDocument.onClassPath(reseller).operations().stream()
                .filter(operation -> !WITH_STATE.contains(operation.id()));
    }

    private static Stream<DocumentedAnswer> successes(ContractOperation operation) {
        return operation.statuses().stream()
                .flatMap(status -> DocumentedAnswer.of(operation.response(status)).stream())
                .filter(DocumentedAnswer::success);
    }

    private static DocumentedAnswer firstSuccess(ContractOperation operation, boolean quote) {
        return successes(operation)
                .filter(answer -> answer.isQuote() == quote)
                .sorted(Comparator.comparing(DocumentedAnswer::isEither))
                .findFirst()
                .orElseThrow();
    }

    private static Got sent(Wire wire, ContractOperation operation, String query) throws Exception {
        return wire.send(
                operation.method(),
                operation.examplePath() + query,
                operation.requestBodies().get(0));
    }

    private static void assertAnswers(Got got, DocumentedAnswer expected) {
        assertThat(got.status()).as(got.text()).isEqualTo(expected.status());
        assertThat(got.text())
                .isEqualTo(
                        expected.body().isMissingNode() ? "" : expected.body().toString());
        expected.headers().forEach((name, value) -> assertThat(got.header(name)).isEqualTo(value));
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_documented_json_body_is_altered_in_every_way_that_it_can_be(String reseller) throws IOException {
        List<DerivedFaults> derived = DerivedFaults.of(reseller);
        Set<String> altered = derived.stream()
                .map(one -> one.operationId() + " " + one.status())
                .collect(Collectors.toSet());
        for (ContractOperation operation :
                ContractDocument.onClassPath(reseller).operations()) {
            for (int status : operation.statuses()) {
                boolean json = DocumentedAnswer.of(operation.response(status)).stream()
                        .anyMatch(answer -> answer.body().isContainerNode());
                assertThat(altered.contains(operation.id() + " " + status))
                        .as("%s %d", operation.id(), status)
                        .isEqualTo(json);
            }
        }
        assertThat(derived.stream().map(DerivedFaults::mutation).distinct())
                .containsExactlyInAnyOrder(BodyMutation.values());
        for (DerivedFaults one : derived) {
            JsonNode original =
                    JSON.readTree(StubExamples.body(reseller, one.operationId(), one.status(), one.example()));
            assertThat(JSON.readTree(one.reply().body())).as("%s", one).isNotEqualTo(original);
        }
    }

    private static final long SEED = Long.getLong("certbridge.seed", 20_261_122);

    @ParameterizedTest
    @CsvSource({"regfish, 0", "regfish, 1", "regfish, 2", "realtime, 0", "realtime, 1", "realtime, 2"})
    void a_schedule_replays_to_the_same_end_and_the_same_journal(String reseller, int more) {
        ClientUnderTest.Operations operations = ClientUnderTest.named(reseller).operations();
        Schedule schedule;
        try (TestClient client = TestClient.at(reseller)) {
            schedule = Schedule.seeded(
                    client.stub(),
                    SEED + more,
                    12,
                    operations.ordering(),
                    operations.reading(),
                    operations.listing(),
                    operations.downloading());
        }
        assertThat(played(reseller, schedule))
                .as("%s", schedule)
                .isEqualTo(played(reseller, Schedule.parse(schedule.toString())));
    }

    @Test
    void a_schedule_applies_the_settings_of_the_stub() {
        Schedule schedule = Schedule.parse("stub:failsLate");
        assertThat(played("realtime", schedule)).contains("OrderEndedException");
        assertThat(played("realtime", Schedule.parse("stub:requiresAttention"))).contains("ActionRequiredException");
        assertThat(played("realtime", Schedule.parse(""))).contains("[a.example.com, www.a.example.com]");
    }

    /** Returns the results of four orders that a client waits for, and the exchanges. */
    private static List<String> played(String reseller, Schedule schedule) {
        List<String> results = new ArrayList<>();
        try (TestClient client = TestClient.at(
                reseller,
                StubOptions.defaults().clock(new SimulatedTime()),
                options -> options.toBuilder().retries(ReadRetryPolicy.none()).build())) {
            client.stub().play(schedule);
            for (String name : List.of("a.example.com", "b.example.com", "c.example.com", "d.example.com")) {
                results.add(outcome(() -> client.reseller()
                        .orders()
                        .await(client.order(name).id(), Duration.ofMinutes(20), DnsPublisher.none())
                        .names()
                        .toString()));
            }
            results.add("booked " + client.stub().ledger().orders());
            client.stub().journal().exchanges().forEach(exchange -> results.add(exchange.toString()));
        }
        return results;
    }

    private static String outcome(Supplier<String> call) {
        try {
            return call.get();
        } catch (ResellerException e) {
            return e.getClass().getSimpleName();
        }
    }
}
