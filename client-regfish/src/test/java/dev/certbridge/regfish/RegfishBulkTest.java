package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several orders in one run: what cannot be is refused before the first of them. */
class RegfishBulkTest {

    private static final Intent FIRST = Intent.of("first");
    private static final Intent SECOND = Intent.of("second");

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final CertificateReseller regfish =
            Regfish.connect(ScriptedRegfishServer.KEY, OrderBooks.inMemory(), desk.options());
    private final Map<Intent, OrderRequest> requests = new LinkedHashMap<>();

    @BeforeEach
    void open() {
        desk.on("GET /tls/certificate", RegfishCertificateJson.list())
                .on(
                        "POST /tls/certificate",
                        asked -> RegfishCertificateJson.pending(
                                        asked.body()
                                                .path("common_name")
                                                .asText()
                                                .replace(".example.com", ""),
                                        "RapidSSL",
                                        asked.body().path("common_name").asText())
                                .said());
        requests.put(FIRST, order("one.example.com"));
    }

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void the_report_holds_the_orders_by_intent_and_regfish_was_listed_once() {
        requests.put(SECOND, order("two.example.com"));
        BulkReport report = regfish.orderAll(requests, Spending.unquoted());
        assertThat(report.done()).containsOnlyKeys(FIRST, SECOND);
        assertThat(report.done().get(FIRST).id().providerId()).isEqualTo("one");
        assertThat(report.done().get(SECOND).request()).contains(requests.get(SECOND));
        assertThat(desk.routes())
                .containsExactly("GET /tls/certificate", "POST /tls/certificate", "POST /tls/certificate");
    }

    @Test
    void a_limit_that_cannot_be_kept_stops_the_run_before_it_begins() {
        assertThatThrownBy(() -> regfish.orderAll(requests, Spending.upTo("EUR", "25.00")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("unquoted");
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void a_renewal_of_what_is_elsewhere_stops_the_run_before_it_begins() {
        CertificateId elsewhere = new CertificateId("regfish", "live", "-", "OLD");
        requests.put(
                SECOND,
                OrderRequest.renewal(elsewhere, "RapidSSL")
                        .csr(TestClient.key("two.example.com").csr())
                        .build());
        assertThatThrownBy(() -> regfish.orderAll(requests, Spending.unquoted()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nothing was sent");
        assertThat(desk.routes()).isEmpty();
    }

    private static OrderRequest order(String name) {
        return OrderRequest.builder("RapidSSL").csr(TestClient.key(name).csr()).build();
    }
}
