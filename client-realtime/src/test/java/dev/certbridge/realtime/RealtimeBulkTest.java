package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many orders and renewals in one run. */
class RealtimeBulkTest {

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final CertificateReseller realtime = server.connect(OrderBooks.inMemory());
    private final CertificateId source = new CertificateId(
            "realtime", server.options().uri().orElseThrow().getAuthority(), ScriptedRealtimeServer.CUSTOMER, "8");
    private final OrderRequest renewal = OrderRequest.renewal(source, "p")
            .csr(TestClient.key("www.example.com").csr())
            .validity(Validity.months(6))
            .build();
    private final OrderRequest reissue = OrderRequest.reissue(source)
            .csr(TestClient.key("www.example.com").csr())
            .oldMayBeRevoked()
            .build();

    RealtimeBulkTest() {
        AtomicLong ids = new AtomicLong(4711);
        server.then = order -> Said.process(ids.incrementAndGet());
        Csr old = TestClient.key("www.example.com").csr();
        server.process(7, "COMPLETED", old);
        server.certificate(8, 7, old);
    }

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void many_are_sent_over_one_look_and_halt_at_the_first_unknown() {
        Map<Intent, OrderRequest> many = new LinkedHashMap<>();
        many.put(Intent.of("1"), renewal.toBuilder().allowingDuplicate().build());
        many.put(Intent.of("2"), reissue);
        for (int i = 3; i <= 5; i++) {
            many.put(
                    Intent.of("" + i),
                    OrderRequest.builder("p")
                            .csr(TestClient.key("n" + i + ".example.com").csr())
                            .validity(Validity.months(6))
                            .build());
        }
        var report = realtime.orderAll(many, Spending.unquoted());

        assertThat(report.done()).containsOnlyKeys(Intent.of("1"), Intent.of("3"), Intent.of("4"), Intent.of("5"));
        assertThat(report.refused()).containsOnlyKeys(Intent.of("2"));
        assertThat(server.count("GET /v2/processes")).isEqualTo(1);

        server.said = new Said(503, "", Map.of());
        server.then = same -> same;
        many.put(
                Intent.of("6"),
                renewal.toBuilder().csr(TestClient.key("www.example.com").csr()).build());
        many.put(
                Intent.of("7"),
                renewal.toBuilder().csr(TestClient.key("www.example.com").csr()).build());
        var second = realtime.orderAll(many, Spending.unquoted());
        assertThat(second.unknown()).containsOnlyKeys(Intent.of("6"));
        assertThat(second.notStarted()).containsExactly(Intent.of("7"));
        assertThat(second.done()).hasSize(4);
    }

    @Test
    void many_are_renewed_once_however_often_the_run_is_repeated() {
        Map<Intent, OrderRequest> many = new LinkedHashMap<>();
        many.put(Intent.of("1"), renewal.toBuilder().allowingDuplicate().build());
        many.put(Intent.of("2"), other("www.example.com"));
        BulkReport report = realtime.orderAll(many, Spending.unquoted());
        assertThat(report.done()).containsOnlyKeys(Intent.of("1"), Intent.of("2"));
        assertThat(report.done().values()).allMatch(order -> order.id().kind() == OrderId.Kind.RENEWAL);
        assertThat(server.count("POST /v2/ssl/certificates/8/renew")).isEqualTo(2);
        assertThat(realtime.orderAll(many, Spending.unquoted()).done().values())
                .extracting(Order::id)
                .containsExactlyElementsOf(
                        report.done().values().stream().map(Order::id).toList());
        assertThat(server.count("POST /v2/ssl/certificates/8/renew")).isEqualTo(2);
    }

    private OrderRequest other(String name) {
        return renewal.toBuilder()
                .csr(TestClient.key(name).csr())
                .allowingDuplicate()
                .build();
    }
}
