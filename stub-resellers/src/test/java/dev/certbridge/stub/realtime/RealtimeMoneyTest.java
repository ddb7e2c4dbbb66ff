package dev.certbridge.stub.realtime;

import static dev.certbridge.stub.realtime.RealtimeOrders.CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.TestCsr;
import dev.certbridge.stub.Wire;
import dev.certbridge.stub.Wire.Got;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealtimeMoneyTest {

    private final RealtimeStub stub = RealtimeStub.start();
    private final Wire wire = Wire.to(stub);

    @AfterEach
    void everyAnswerKeptTheContract() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void aQuoteOrdersNothing() throws Exception {
        Got quoted = wire.post(CERTIFICATES + "?quote=true", RealtimeOrders.plain(TestCsr.of("www.example.com")));
        assertThat(quoted.status()).isEqualTo(200);
        assertThat(quoted.json().at("/quote/total").asLong()).isEqualTo(2500);
        assertThat(quoted.json().at("/quote/billables")).hasSize(1);
        assertThat(stub.ledger().orders()).isZero();
        assertThat(wire.get("/v2/processes").json().at("/pagination/total").asInt())
                .isZero();
    }

    @Test
    void aQuoteOfNothingHasNeitherCurrencyNorLines() throws Exception {
        ObjectNode trial = RealtimeOrders.plain(TestCsr.of("www.example.com"))
                .put("product", "ssl_example_trial")
                .put("period", 1);
        assertThat(wire.post(CERTIFICATES + "?quote=true", trial)
                        .json()
                        .path("quote")
                        .toString())
                .isEqualTo("{\"total\":0}");
    }

    @Test
    void aPlainOrderIsChargedWithoutAcknowledgement() throws Exception {
        wire.post(CERTIFICATES, RealtimeOrders.plain(TestCsr.of("www.example.com")));
        assertThat(stub.ledger().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.acknowledged()).isFalse();
            assertThat(entry.charged()).isTrue();
        });
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void everyLineBeyondTheProductHasToBeAcknowledged() throws Exception {
        ObjectNode order = RealtimeOrders.multi(
                TestCsr.of("www.example.com"), "www.example.com", "a.example.com", "b.example.com", "*.example.com");
        Got refused = wire.post(CERTIFICATES, order);
        JsonNode quote = refused.json().path("quote");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("type").asText()).isEqualTo("BillableAcknowledgmentNeededException");
        assertThat(quote.path("total").asLong()).isEqualTo(4000 + 2 * 1500 + 6000);
        assertThat(quote.path("billables").findValuesAsText("action"))
                .containsExactly("REQUEST", "EXTRA_DOMAIN", "EXTRA_WILDCARD");

        ObjectNode tooFew = RealtimeOrders.acknowledging(order, quote);
        ((ObjectNode) tooFew.at("/billables/1")).put("quantity", 1);
        assertThat(wire.post(CERTIFICATES, tooFew).status()).isEqualTo(400);
        ObjectNode oneLess = RealtimeOrders.acknowledging(order, quote);
        oneLess.withArrayProperty("billables").remove(0);
        assertThat(wire.post(CERTIFICATES, oneLess).status()).isEqualTo(400);
        assertThat(stub.ledger().orders()).isZero();

        assertThat(wire.post(CERTIFICATES, RealtimeOrders.acknowledging(order, quote))
                        .status())
                .isEqualTo(202);
        assertThat(stub.ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 13_000L));
    }

    @Test
    void anEmptyListOfNamesDropsTheFreeOne() throws Exception {
        ObjectNode order = RealtimeOrders.plain(TestCsr.of("www.example.com"));
        order.putArray("san");
        wire.post(CERTIFICATES, order);
        assertThat(stub.ledger().entries().get(0).names()).containsExactly("www.example.com");
    }
}
