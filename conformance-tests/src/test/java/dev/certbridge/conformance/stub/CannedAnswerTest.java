package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.certbridge.conformance.fixture.DocumentedAnswer;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stub answers where it keeps no state: the first example of the contract. That of regfish keeps all of it. */
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
    static void everyAnswerKeptTheContract() {
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
    void realtimeAnswersWithTheFirstExampleOfTheFirstSuccess(ContractOperation operation) throws Exception {
        assertAnswers(sent(Wire.to(REALTIME), operation, ""), firstSuccess(operation, false));
    }

    @ParameterizedTest
    @MethodSource("quotes")
    void aQuestionForThePriceIsAnsweredWithTheQuote(ContractOperation operation) throws Exception {
        assertAnswers(sent(Wire.to(REALTIME), operation, "?quote=true"), firstSuccess(operation, true));
    }

    @Test
    void aRequestThatTheContractDoesNotAllowIsRefusedHereToo() throws Exception {
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
}
