package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that are cancelled, resent, fail, or existed before. */
class RealtimeStubProcessTest extends RealtimeStubFixture {

    RealtimeStubProcessTest() {
        super(3);
    }

    @Test
    void an_open_process_is_cancelled_and_its_charge_given_back() throws Exception {
        String process = ordered();
        wire.get(process);
        Got cancelled = wire.send("DELETE", process, NO_BODY);
        assertThat(cancelled.status()).isEqualTo(200);
        JsonNode after = wire.get(process).json();
        assertThat(after.path("status").asText()).isEqualTo("CANCELLED");
        assertThat(after.at("/refund/EUR").asLong()).isEqualTo(2500);
        assertThat(after.has("reservation")).isFalse();
        assertThat(stub.ledger().charged()).isEmpty();
        assertThat(wire.send("DELETE", process, NO_BODY).text("/type")).isEqualTo("ObjectStatusProhibitsOperation");
    }

    @ParameterizedTest
    @CsvSource({"DONE, InvalidParameter", "FAILED, InvalidParameter", "INVALID, ObjectStatusProhibitsOperation"})
    void aProcessThatHasEndedIsNotCancelled(OrderOutcome ending, String type) throws Exception {
        String process = ordered();
        stub.end(Long.parseLong(process.substring(process.lastIndexOf('/') + 1)), ending);
        Got refused = wire.send("DELETE", process, NO_BODY);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/type")).isEqualTo(type);
        assertThat(status(process)).isEqualTo(ending.state().name());
    }

    @Test
    void a_cancelled_order_can_be_lost_money() throws Exception {
        stub.keepsMoneyOfCancelledOrders();
        String process = ordered();
        wire.send("DELETE", process, NO_BODY);
        assertThat(wire.get(process).json().has("refund")).isFalse();
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void sending_again_changes_the_method_and_keeps_the_record_of_the_same_one() throws Exception {
        String process = ordered();
        assertThat(resend(process, "DNS").text("/type")).isEqualTo("ObjectStatusProhibitsOperation");
        wire.get(process);
        wire.get(process);
        JsonNode before = wire.get(process + "/info").at("/validations/dcv/0");
        assertThat(resend(process, "DNS").at("/validations/dcv/0")).isEqualTo(before);
        JsonNode file = resend(process, "FILE").at("/validations/dcv/0");
        assertThat(file.path("type").asText()).isEqualTo("FILE");
        assertThat(wire.get(process + "/info").at("/validations/dcv/0")).isEqualTo(file);
        assertThat(wire.post(process + "/resend", "{}").at("/validations/dcv/0"))
                .as("sent again without a method: the one before")
                .isEqualTo(file);
    }

    @Test
    void an_order_can_fail_late_with_and_without_its_money() throws Exception {
        stub.ordersEnd(OrderOutcome.FAILED);
        JsonNode failed = ended(ordered());
        assertThat(failed.path("status").asText()).isEqualTo("FAILED");
        assertThat(failed.at("/transaction/EUR").asLong()).isEqualTo(2500);
        assertThat(failed.has("refund")).isFalse();
        assertThat(failed.has("error")).isTrue();
        stub.ordersEnd(OrderOutcome.FAILED_AND_REFUNDED);
        assertThat(ended(ordered()).at("/refund/EUR").asLong()).isEqualTo(2500);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
        assertThat(total(CERTIFICATES)).isZero();
    }

    @Test
    void what_is_in_doubt_waits_for_somebody() throws Exception {
        stub.ordersEnd(OrderOutcome.IN_DOUBT);
        String process = ordered();
        assertThat(ended(process).path("status").asText()).isEqualTo("IN_DOUBT");
        assertThat(wire.get(process).number("/reservation/EUR")).isEqualTo(2500);
        wire.send("DELETE", process, NO_BODY).require(400);
        stub.end(Long.parseLong(process.substring(process.lastIndexOf('/') + 1)), OrderOutcome.DONE);
        assertThat(status(process)).isEqualTo("COMPLETED");
    }

    @Test
    void time_can_issue_instead_of_looks() throws Exception {
        stub.issuesAfter(Duration.ofMinutes(10));
        String process = ordered();
        for (int i = 0; i < 5; i++) {
            assertThat(status(process)).isEqualTo("SUSPENDED");
        }
        time.advance(Duration.ofMinutes(10));
        assertThat(total("/v2/processes?status=COMPLETED")).isEqualTo(1);
        assertThat(total(CERTIFICATES)).isEqualTo(1);
    }

    @Test
    void ten_thousand_that_were_there_before_are_listed_and_can_be_ended() throws Exception {
        List<PrefilledProcess> before = stub.prefill(10_000, ProcessState.SUSPENDED);
        assertThat(stub.ledger().orders()).isZero();
        PrefilledProcess some = before.get(7_000);
        JsonNode later = wire.get("/v2/processes?status:in=NEW,SUSPENDED&type=certificate&order=id&limit=2&id:gt="
                        + before.get(6_999).process())
                .json();
        assertThat(later.at("/pagination/total").asInt()).isEqualTo(3_000);
        assertThat(later.at("/entities/0/identifier").asText()).isEqualTo(some.name());
        time.advance(Duration.ofSeconds(30));
        before.subList(0, 5_000).forEach(one -> stub.end(one.process(), OrderOutcome.DONE));
        assertThat(wire.get("/v2/processes?status=COMPLETED&limit=0&updatedDate:gte=2026-11-22T00:00:30Z")
                        .json()
                        .toString())
                .isEqualTo("{\"pagination\":{\"limit\":0,\"offset\":0,\"total\":5000}}");
        JsonNode certificate = wire.get(
                        CERTIFICATES + "?process:eq=" + before.get(4_999).process())
                .at("/entities/0");
        assertThat(certificate.path("csr").asText()).isEqualTo(some.csr());
        assertThat(certificate.path("domainName").asText())
                .isEqualTo(before.get(4_999).name());
    }

    @Test
    void whatever_is_shown_can_be_filtered_by_as_it_is_shown() throws Exception {
        stub.prefill(1, ProcessState.RUNNING);
        String process = ordered();
        ended(process);
        for (String listing : List.of("/v2/processes", CERTIFICATES)) {
            JsonNode shown = wire.get(listing + "?limit=1&order=-id").at("/entities/0");
            for (var member : shown.properties()) {
                if (member.getValue().isValueNode()
                        && !List.of("customer", "csr").contains(member.getKey())) {
                    String query = "?id:eq=" + shown.path("id").asText() + "&" + member.getKey() + ":";
                    String value = URLEncoder.encode(member.getValue().asText(), StandardCharsets.UTF_8);
                    assertThat(total(listing + query + "eq=" + value))
                            .as(member.getKey())
                            .isEqualTo(1);
                    assertThat(total(listing + query + "ne=" + value))
                            .as(member.getKey())
                            .isZero();
                }
            }
        }
    }

    @Test
    void only_open_processes_can_have_been_there_before() {
        assertThatThrownBy(() -> stub.prefill(1, ProcessState.FAILED)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stub.end(5, OrderOutcome.DONE)).hasMessage("there is no process 5");
    }

    @Test
    void an_order_of_the_console_is_listed_and_not_in_the_ledger() throws Exception {
        TestCsr csr = TestCsr.of("www.example.com");
        long id = stub.orderInConsole("ssl_example_dv", 6, csr.pem());
        JsonNode listed = wire.get("/v2/processes").at("/entities/0");
        assertThat(listed.path("id").asLong()).isEqualTo(id);
        assertThat(listed.path("user").asText()).endsWith("/console");
        assertThat(stub.ledger().orders()).isZero();
        stub.end(id, OrderOutcome.FAILED_AND_REFUNDED);
        assertThat(wire.get("/v2/processes/" + id).number("/refund/EUR")).isEqualTo(2500);
    }

    @Test
    void the_ledger_of_a_running_stub_can_be_read_without_a_key() throws Exception {
        String process = ordered();
        JsonNode ledger = Wire.realtime(stub, "wrong").get("/__ledger").json();
        assertThat(ledger.path("orders").asInt()).isEqualTo(1);
        assertThat(ledger.at("/charged/EUR").asLong()).isEqualTo(2500);
        assertThat(process).endsWith(ledger.at("/entries/0/orderId").asText());
        assertThat(ledger).isEqualTo(Wire.to(stub).get("/__ledger").json());
        assertThat(stub.journal().received()).isEqualTo(1);
    }

    /** As it is after the third look. */
    private JsonNode ended(String process) throws Exception {
        wire.get(process);
        wire.get(process);
        return wire.get(process).json();
    }

    private Got resend(String process, String type) throws Exception {
        ObjectNode body = Reply.object();
        body.withArrayProperty("dcv")
                .addObject()
                .put("commonName", "www.example.com")
                .put("type", type);
        return wire.post(process + "/resend", body);
    }
}
