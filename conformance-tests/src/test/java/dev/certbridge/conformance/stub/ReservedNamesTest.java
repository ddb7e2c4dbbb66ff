package dev.certbridge.conformance.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.DocumentedFailure;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.stub.ReservedNames;
import dev.certbridge.stub.StubExamples;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.RealtimeOrderBodies;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import dev.certbridge.stub.regfish.RegfishStubFixture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {

    private static final RegfishStub REGFISH =
            RegfishStub.start(StubOptions.defaults().readsUntilIssued(1));
    private static final RealtimeStub REALTIME =
            RealtimeStub.start(StubOptions.defaults().readsUntilIssued(1));

    @AfterAll
    static void requireNoViolations() {
        REGFISH.close();
        REALTIME.close();
        assertThat(REGFISH.contractViolations()).isEmpty();
        assertThat(REALTIME.contractViolations()).isEmpty();
    }

    /** A row of the table. */
    record Row(String operation, int status, String example, String trigger) {
        boolean isKey() {
            return trigger.startsWith("fail-");
        }
    }

    static Stream<Row> regfishRows() {
        return rows("regfish");
    }

    static Stream<Row> realtimeRows() {
        return rows("realtime");
    }

    @ParameterizedTest
    @MethodSource("regfishRows")
    void every_failure_that_regfish_documents_can_be_provoked(Row row) throws Exception {
        int before = REGFISH.ledger().orders();
        Wire wire = Wire.to(REGFISH);
        if (row.isKey()) {
            assertProvoked("regfish", row, send(Wire.regfish(REGFISH, row.trigger()), "regfish", row));
            assertThat(REGFISH.ledger().orders()).isEqualTo(before);
            return;
        }
        Got got = switch (row.operation()) {
            case "createCertificate" -> wire.post("/tls/certificate", regfishOrder(row.trigger()));
            default -> {
                Got ordered = wire.post("/tls/certificate", regfishOrder(row.trigger()));
                String one =
                        "/tls/certificate/" + ordered.json().at("/response/id").asText();
                yield wire.get(row.operation().equals("getCertificate") ? one : one + "/download/pem");
            }
        };
        assertProvoked("regfish", row, got);
        assertThat(REGFISH.ledger().orders() - before).isEqualTo(row.operation().matches("getC.*|download.*") ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("realtimeRows")
    void every_failure_that_realtime_documents_can_be_provoked(Row row) throws Exception {
        int before = REALTIME.ledger().orders();
        Wire wire = Wire.to(REALTIME);
        if (row.isKey()) {
            assertProvoked("realtime", row, send(Wire.realtime(REALTIME, row.trigger()), "realtime", row));
            assertThat(REALTIME.ledger().orders()).isEqualTo(before);
            return;
        }
        Got got = switch (row.operation()) {
            case "requestCertificate" -> wire.post(RealtimeOrderBodies.CERTIFICATES, realtimeOrder(row.trigger()));
            case "createCertificate" ->
                wire.post(RealtimeOrderBodies.DEPRECATED, RealtimeOrderBodies.deprecated(TestCsr.of(row.trigger())));
            default -> aboutAnOrder(wire, row);
        };
        assertProvoked("realtime", row, got);
        assertThat(REALTIME.ledger().orders() - before)
                .isEqualTo(row.operation().matches("requestCertificate|createCertificate") ? 0 : 1);
    }

    @Test
    void without_a_type_the_first_failure_of_the_status_is_the_answer() throws Exception {
        Got got = Wire.to(REALTIME)
                .post(RealtimeOrderBodies.CERTIFICATES, realtimeOrder("400.requestcertificate.fail.example"));
        assertThat(got.json().path("type").asText()).isEqualTo("BillableAcknowledgmentNeededException");
        assertThat(Wire.realtime(REALTIME, "fail-listprocesses-503")
                        .get("/v2/processes")
                        .status())
                .isEqualTo(503);
    }

    @Test
    void other_names_below_fail_example_are_ordered_normally() throws Exception {
        for (String name : List.of("fail.example", "www.fail.example", "400.nosuchoperation.fail.example")) {
            assertThat(Wire.to(REGFISH)
                            .post("/tls/certificate", regfishOrder(name))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_reserved_key_works_at_other_operations() throws Exception {
        assertThat(Wire.regfish(REGFISH, "fail-listproducts-500")
                        .get("/tls/certificate")
                        .status())
                .isEqualTo(200);
        assertThat(Wire.regfish(REGFISH, "fail-listproducts-418")
                        .get("/tls/products")
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void every_documented_failure_is_in_the_table(String reseller) {
        assertThat(rows(reseller).map(row -> row.operation() + " " + row.status() + " " + row.example()))
                .containsExactlyInAnyOrderElementsOf(DocumentedFailure.of(reseller).stream()
                        .map(failure -> failure.operation() + " " + failure.status() + " " + failure.example())
                        .toList());
    }

    /** The request of the contract's own examples. */
    private static Got send(Wire wire, String reseller, Row row) throws Exception {
        ContractOperation operation = operation(reseller, row);
        return wire.send(
                operation.method(),
                operation.examplePath(),
                operation.requestBodies().get(0));
    }

    private static ContractOperation operation(String reseller, Row row) {
        return ContractDocument.onClassPath(reseller).operations().stream()
                .filter(known -> known.id().equals(row.operation()))
                .findFirst()
                .orElseThrow();
    }

    /** Orders under the name, then calls the operation about that order. */
    private static Got aboutAnOrder(Wire wire, Row row) throws Exception {
        String process = wire.post(RealtimeOrderBodies.CERTIFICATES, realtimeOrder(row.trigger()))
                .header("x-process-id");
        ContractOperation operation = operation("realtime", row);
        String id = process;
        if (!row.operation().contains("Process")) {
            wire.get("/v2/processes/" + process);
            JsonNode listed =
                    wire.get("/v2/ssl/certificates?process:eq=" + process).json();
            id = listed.at("/entities/0/id").asText();
        }
        String target = operation.examplePath().replaceFirst("(/processes/|/certificates/)[^/?]+", "$1" + id);
        return wire.send(operation.method(), target, operation.requestBodies().get(0));
    }

    private static void assertProvoked(String reseller, Row row, Got got) {
        byte[] expected = StubExamples.body(reseller, row.operation(), row.status(), row.example());
        assertThat(got.status()).as(got.text()).isEqualTo(row.status());
        assertThat(got.response().body()).isEqualTo(expected);
    }

    private static Stream<Row> rows(String reseller) {
        return ReservedNames.table(reseller)
                .lines()
                .skip(2)
                .map(line -> line.replace("`", "").split(" *\\| *"))
                .map(cells -> new Row(cells[1], Integer.parseInt(cells[2]), cells[3], cells[4]));
    }

    private static ObjectNode regfishOrder(String name) {
        return RegfishStubFixture.order(TestCsr.of(name), "RapidSSL", name);
    }

    private static ObjectNode realtimeOrder(String name) {
        return RealtimeOrderBodies.plain(TestCsr.of(name));
    }
}
