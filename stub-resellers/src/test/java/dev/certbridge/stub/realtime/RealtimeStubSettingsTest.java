package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which the stub can be a worse reseller. */
class RealtimeStubSettingsTest {

    private final RealtimeStub stub = RealtimeStub.start(StubOptions.defaults()
            .looksUntilIssued(1)
            .clock(Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC)));
    private final Wire wire = Wire.to(stub);
    private final ObjectNode order = RealtimeOrders.plain(TestCsr.of("www.example.com"));

    @AfterEach
    void everyAnswerKeptTheContractUntilItWasBent() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void filtersCanBeIgnored() throws Exception {
        String first = ordered().header("x-process-id");
        String second = ordered().header("x-process-id");
        stub.ignoresFilters("process", "status");
        assertThat(total("?id:gt=" + first)).isEqualTo(1);
        assertThat(total("?status=FAILED")).isEqualTo(2);
        wire.get("/v2/processes/" + first);
        assertThat(wire.get(CERTIFICATES + "?process:eq=" + second)
                        .json()
                        .at("/pagination/total")
                        .asInt())
                .isEqualTo(1);
        stub.ignoresAllFilters();
        assertThat(total("?id:gt=" + second)).isEqualTo(2);
    }

    @Test
    void offsetOrderAndLimitCanBeIgnored() throws Exception {
        String first = ordered().header("x-process-id");
        ordered();
        ordered();
        stub.ignoresOffset().ignoresOrder().pagesOfAtMost(2);
        JsonNode page = wire.get("/v2/processes?offset=1&order=-id&limit=100").json();
        assertThat(page.path("entities")).hasSize(2);
        assertThat(page.at("/entities/0/id").asText()).isEqualTo(first);
        assertThat(page.at("/pagination/limit").asInt()).isEqualTo(2);
        assertThat(page.at("/pagination/total").asInt()).isEqualTo(3);
    }

    @Test
    void listingsCanLagWhileSingleReadsDoNot() throws Exception {
        stub.listsAfter(2);
        String id = ordered().header("x-process-id");
        assertThat(total("")).isZero();
        assertThat(total("")).isZero();
        assertThat(total("")).isEqualTo(1);
        assertThat(wire.get("/v2/processes/" + id).status()).isEqualTo(200);
        stub.prefill(3, ProcessState.NEW);
        assertThat(total("")).isEqualTo(4);
    }

    @Test
    void anOrderCanCostMoreThanItsQuote() throws Exception {
        stub.chargesMoreThanQuoted(1);
        assertThat(quote().path("total").asLong()).isEqualTo(2500);
        JsonNode process = processOf(ordered());
        assertThat(process.at("/transaction/EUR").asLong()).isEqualTo(2501);
        assertThat(process.at("/billables/0/total").asLong()).isEqualTo(2501);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2501L));
    }

    @Test
    void anOrderCanBeChargedALineThatNobodyAcknowledged() throws Exception {
        stub.chargesAnotherLine(300);
        Got ordered = wire.post(CERTIFICATES, RealtimeOrders.acknowledging(order, quote()));
        assertThat(processOf(ordered).path("billables")).hasSize(2);
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.cents()).isEqualTo(2800);
            assertThat(entry.acknowledged()).isFalse();
        });
    }

    @Test
    void extraNamesCanBeChargedWithoutBeingAsked() throws Exception {
        stub.neverAsksForAcknowledgment();
        Got got = wire.post(
                CERTIFICATES, RealtimeOrders.multi(TestCsr.of("www.example.com"), "www.example.com", "a.example.com"));
        assertThat(got.status()).isEqualTo(202);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 5500L));
    }

    @Test
    void aQuestionForThePriceCanBeTakenForAnOrder() throws Exception {
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
        ordered();
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void theProcessIdCanBeElsewhereOrNowhere() throws Exception {
        stub.namesProcessesIn(ProcessIdLocation.LOCATION);
        Got located = ordered();
        assertThat(located.header("Location")).isEqualTo("/v2/processes/" + booked());
        assertThat(located.response().headers().firstValue("x-process-id")).isEmpty();

        stub.namesProcessesIn(ProcessIdLocation.BODY);
        assertThat(ordered().json().path("processId").asText()).isEqualTo(booked());

        stub.namesProcessesIn(ProcessIdLocation.NOWHERE);
        Got nowhere = ordered();
        assertThat(nowhere.status()).isEqualTo(202);
        assertThat(nowhere.response().headers().map().toString() + nowhere.text())
                .doesNotContain(booked());
    }

    @Test
    void anAcceptedOrderCanHaveAnotherStatus() throws Exception {
        stub.acceptsWith(201);
        assertThat(ordered().status()).isEqualTo(201);
        assertThat(wire.post(RealtimeOrders.DEPRECATED, RealtimeOrders.deprecated(TestCsr.of("www.example.com")))
                        .status())
                .isEqualTo(201);
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    @Test
    void theDateHeaderCanBeOffWhileTheBodiesAreNot() throws Exception {
        stub.dateHeaderOff(Duration.ofHours(-2));
        Got ordered = ordered();
        assertThat(ordered.response().headers().allValues("Date")).containsExactly("Sat, 21 Nov 2026 22:00:00 GMT");
        assertThat(processOf(ordered).path("createdDate").asText()).isEqualTo("2026-11-22T00:00:00Z");
    }

    @Test
    void aProcessCanTellLessOfItsOrder() throws Exception {
        Got ordered = ordered();
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
    void anOrderIsBookedBeforeItsAnswerIsLost() throws Exception {
        stub.answer("renewCertificate", CannedFailure.status(502).afterBooking().unlessQuote());
        processOf(ordered());
        String one = CERTIFICATES + "/"
                + wire.get(CERTIFICATES).json().at("/entities/0/id").asText();
        ObjectNode renewal = order.deepCopy();
        renewal.remove("customer");
        assertThat(wire.post(one + "/renew?quote=true", renewal).status()).isEqualTo(200);
        assertThat(wire.post(one + "/renew", renewal).status()).isEqualTo(502);
        assertThat(stub.ledger().orders()).isEqualTo(2);

        stub.answer("revokeCertificate", CannedFailure.status(503).afterBooking());
        assertThat(wire.send("DELETE", one, MissingNode.getInstance()).status()).isEqualTo(503);
        assertThat(wire.get(one).json().path("status").asText()).isEqualTo("REVOKED");
    }

    private Got ordered() throws Exception {
        return wire.post(CERTIFICATES, order);
    }

    private JsonNode quote() throws Exception {
        return wire.post(CERTIFICATES + "?quote=true", order).json().path("quote");
    }

    private JsonNode processOf(Got ordered) throws Exception {
        return wire.get("/v2/processes/" + ordered.header("x-process-id")).json();
    }

    private int total(String query) throws Exception {
        return wire.get("/v2/processes" + query).json().at("/pagination/total").asInt();
    }

    private String booked() {
        var entries = stub.ledger().entries();
        return entries.get(entries.size() - 1).orderId();
    }
}
