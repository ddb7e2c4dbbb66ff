package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrderBodies.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubExchange;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire.Got;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each setting of the stub. */
class RealtimeStubSettingsTest extends RealtimeStubFixture {

    private final ObjectNode order = order();

    RealtimeStubSettingsTest() {
        super(1);
    }

    @Test
    void filters_can_be_ignored() throws Exception {
        String first = accepted().header("x-process-id");
        String second = accepted().header("x-process-id");
        stub.ignoresFilters("process", "status").onlyReadsAdvanceOrders();
        assertThat(total("/v2/processes?id:gt=" + first)).isEqualTo(1);
        assertThat(total("/v2/processes?status=FAILED")).isEqualTo(2);
        wire.get("/v2/processes/" + first);
        assertThat(total(CERTIFICATES + "?process:eq=" + second)).isEqualTo(1);
        stub.ignoresAllFilters();
        assertThat(total("/v2/processes?id:gt=" + second)).isEqualTo(2);
    }

    @Test
    void offset_order_and_limit_can_be_ignored() throws Exception {
        String first = accepted().header("x-process-id");
        accepted();
        accepted();
        stub.ignoresOffset().ignoresOrder().pagesOfAtMost(2);
        JsonNode page = wire.get("/v2/processes?offset=1&order=-id&limit=100").json();
        assertThat(page.path("entities")).hasSize(2);
        assertThat(page.at("/entities/0/id").asText()).isEqualTo(first);
        assertThat(page.at("/pagination/limit").asInt()).isEqualTo(2);
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(3);
    }

    @Test
    void listings_can_lag_while_single_reads_do_not() throws Exception {
        stub.listsAfter(2);
        String id = accepted().header("x-process-id");
        assertThat(total("/v2/processes")).isZero();
        assertThat(total("/v2/processes")).isZero();
        assertThat(total("/v2/processes")).isEqualTo(1);
        wire.get("/v2/processes/" + id).require(200);
        stub.prefill(3, ProcessState.NEW);
        assertThat(total("/v2/processes")).isEqualTo(4);
    }

    @Test
    void an_order_can_cost_more_than_its_quote() throws Exception {
        stub.chargesMoreThanQuoted(1);
        assertThat(quote().path("total").asLong()).isEqualTo(2500);
        JsonNode process = processOf(accepted());
        assertThat(process.at("/transaction/EUR").asLong()).isEqualTo(2501);
        assertThat(process.at("/billables/0/total").asLong()).isEqualTo(2501);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2501L));
    }

    @Test
    void an_order_can_be_charged_a_line_that_nobody_acknowledged() throws Exception {
        stub.chargesAnotherLine(300);
        Got ordered = wire.post(CERTIFICATES, RealtimeOrderBodies.acknowledging(order, quote()));
        assertThat(processOf(ordered).path("billables")).hasSize(2);
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.cents()).isEqualTo(2800);
            assertThat(entry.acknowledged()).isFalse();
        });
    }

    @Test
    void extra_names_can_be_charged_without_being_asked() throws Exception {
        stub.neverAsksForAcknowledgment();
        Got got = wire.post(CERTIFICATES, multi("www.example.com", "a.example.com"));
        assertThat(got.status()).isEqualTo(202);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 5500L));
    }

    @Test
    void every_charge_can_need_an_acknowledgment() throws Exception {
        stub.asksForEveryAcknowledgment();
        Got refused = wire.post(CERTIFICATES, order).require(400);
        assertThat(refused.text("/type")).isEqualTo("BillableAcknowledgmentNeededException");
        wire.post(CERTIFICATES, RealtimeOrderBodies.acknowledging(order, refused.at("/quote")))
                .require(202);
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_listener_learns_of_charges_and_of_the_end_of_an_order() throws Exception {
        stub.asksForEveryAcknowledgment();
        List<StubExchange> heard = new CopyOnWriteArrayList<>();
        stub.listen(heard::add);
        JsonNode quote = wire.post(CERTIFICATES, order).at("/quote");
        JsonNode process = processOf(wire.post(CERTIFICATES, RealtimeOrderBodies.acknowledging(order, quote)));
        assertThat(process.path("status").asText()).isEqualTo("COMPLETED");
        List<String> charges = List.of("1 x ssl_example_dv REQUEST");
        assertThat(heard.get(0).quotedCharges()).isEqualTo(charges);
        assertThat(heard.get(0).names()).containsExactly("www.example.com");
        assertThat(heard.get(1).acknowledgedCharges()).isEqualTo(charges);
        assertThat(heard).extracting(StubExchange::isFinal).endsWith(true).containsOnlyOnce(true);
    }

    @Test
    void a_question_for_the_price_can_be_taken_for_an_order() throws Exception {
        stub.takesQuotesForOrders();
        Got got = wire.post(CERTIFICATES + "?quote=true", order);
        assertThat(got.status()).isEqualTo(202);
        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.orderId()).isEqualTo(got.header("x-process-id")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OTHER_CURRENCY       | USD | 2500 | 1",
                "DUPLICATE_LINE       | EUR | 5000 | 2",
                "TOTAL_IS_NOT_THE_SUM | EUR | 2501 | 1",
                "NO_TOTAL             | EUR | 0    | 1",
                "NO_CURRENCY          | ''  | 2500 | 1",
                "NO_LINES             | EUR | 2500 | 0",
                "PARTS_OF_A_CENT      | EUR | 2500 | 1",
                "TEXT_TOTAL           | EUR | 2500 | 1",
                "UNASKED_LINE         | EUR | 2500 | 2",
                "QUANTITY_OF_NONE     | EUR | 2500 | 1"
            })
    void aQuoteCanHaveAFlawAndTheChargeHasNot(QuoteFlaw flaw, String currency, long total, int lines) throws Exception {
        stub.quotesWith(flaw);
        JsonNode quote = quote();
        assertThat(quote.path("currency").asText()).isEqualTo(currency);
        assertThat(quote.path("total").asLong()).isEqualTo(total);
        assertThat(quote.path("billables")).hasSize(lines);
        accepted();
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void the_process_id_can_be_elsewhere_or_nowhere() throws Exception {
        stub.namesProcessesIn(ProcessIdLocation.LOCATION);
        Got located = accepted();
        assertThat(located.header("Location")).isEqualTo("/v2/processes/" + booked());
        assertThat(located.response().headers().firstValue("x-process-id")).isEmpty();
        stub.namesProcessesIn(ProcessIdLocation.BODY);
        assertThat(accepted().text("/processId")).isEqualTo(booked());
        stub.namesProcessesIn(ProcessIdLocation.NOWHERE);
        Got nowhere = accepted();
        assertThat(nowhere.status()).isEqualTo(202);
        assertThat(nowhere.response().headers().map().toString() + nowhere.text())
                .doesNotContain(booked());
    }

    @Test
    void an_accepted_order_can_have_another_status() throws Exception {
        stub.acceptsWith(201);
        accepted().require(201);
        wire.post(RealtimeOrderBodies.DEPRECATED, RealtimeOrderBodies.deprecated(TestCsr.of("www.example.com")))
                .require(201);
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    @Test
    void the_date_header_can_be_off_while_the_bodies_are_not() throws Exception {
        stub.dateHeaderOff(Duration.ofHours(-2));
        Got ordered = accepted();
        assertThat(ordered.response().headers().allValues("Date")).containsExactly("Sat, 21 Nov 2026 22:00:00 GMT");
        assertThat(processOf(ordered).path("createdDate").asText()).isEqualTo("2026-11-22T00:00:00Z");
    }

    @Test
    void a_process_can_tell_less_of_its_order() throws Exception {
        Got ordered = accepted();
        assertThat(processOf(ordered).at("/command/csr").asText()).isNotEmpty();
        stub.echoes(CommandEcho.WITHOUT_CSR);
        assertThat(processOf(ordered).at("/command").has("csr")).isFalse();
        assertThat(processOf(ordered).at("/command/san")).hasSize(1);
        stub.echoes(CommandEcho.BRIEF);
        assertThat(processOf(ordered).path("command").toString())
                .isEqualTo("{\"customer\":\"example-handle\",\"product\":\"ssl_example_dv\",\"period\":6}");
        stub.echoes(CommandEcho.NONE);
        assertThat(processOf(ordered).has("command")).isFalse();
    }

    @Test
    void an_order_is_booked_before_its_answer_is_lost() throws Exception {
        stub.answer("renewCertificate", CannedFailure.status(502).afterBooking().unlessQuote());
        processOf(accepted());
        String one = CERTIFICATES + "/" + wire.get(CERTIFICATES).text("/entities/0/id");
        ObjectNode renewal = order.deepCopy();
        renewal.remove("customer");
        wire.post(one + "/renew?quote=true", renewal).require(200);
        wire.post(one + "/renew", renewal).require(502);
        assertThat(stub.ledger().orders()).isEqualTo(2);
        stub.answer("revokeCertificate", CannedFailure.status(503).afterBooking());
        wire.send("DELETE", one, NO_BODY).require(503);
        assertThat(status(one)).isEqualTo("REVOKED");
    }

    private Got accepted() throws Exception {
        return wire.post(CERTIFICATES, order);
    }

    private JsonNode quote() throws Exception {
        return wire.post(CERTIFICATES + "?quote=true", order).at("/quote");
    }

    private JsonNode processOf(Got ordered) throws Exception {
        return wire.get(process(ordered)).json();
    }

    private String booked() {
        var entries = stub.ledger().entries();
        return entries.get(entries.size() - 1).orderId();
    }
}
