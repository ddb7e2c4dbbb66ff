package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read off the one list, and what makes an order worth a look of its own. */
class RegfishAwaitAllTest {

    private static final String LIST = "GET /tls/certificate";
    private static final String ALONE = "GET /tls/certificate/ONE";
    private static final Duration FOUR_ROUNDS = Duration.ofSeconds(100);
    private static final String RECORD =
            "{\"dns_records\":[{\"name\":\"_dnsauth.www.example.com.\",\"type\":\"CNAME\",\"value\":\"%s.\"}]}";

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SimulatedTime time = new SimulatedTime();
    private final List<String> published = new ArrayList<>();
    private final List<String> issued = new ArrayList<>();
    private final String here = desk.options().uri().orElseThrow().getAuthority();

    private final DnsPublisher dns = record -> {
        published.add(record.value());
        return () -> {};
    };
    private final AwaitListener listener = new AwaitListener() {
        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            issued.add(certificate.serial());
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            throw why;
        }
    };

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void a_listed_order_that_shows_its_records_is_not_looked_at_alone() {
        OrderId id = id(OrderId.Kind.ORDER);
        desk.on(LIST, Said.response("[{\"status\":\"pending\"}," + pending("listed") + "]"));
        assertThat(wait(id, () -> {})).containsExactly(id);
        assertThat(published).containsExactly("listed");
        assertThat(desk.routes()).containsOnly(LIST).hasSize(5);
    }

    @Test
    void one_that_shows_none_is_looked_at_alone_once() {
        desk.on(LIST, RegfishCertificateJson.list(RegfishCertificateJson.pending("ONE", "RapidSSL", "www.example.com")))
                .on(ALONE, Said.response(pending("alone")));
        wait(id(OrderId.Kind.ORDER), () -> {});
        assertThat(published).containsExactly("alone");
        assertThat(Collections.frequency(desk.routes(), ALONE)).isEqualTo(1);
    }

    @Test
    void a_reissue_is_looked_at_alone_for_the_list_shows_the_old_order() {
        String listed = pending("old").replace("}]}}", "}]},\"reissue\":{\"id\":18,\"status\":\"pending\"}}");
        String alone = pending("old")
                .replace(
                        "}]}}",
                        "}]},\"reissue\":{\"id\":18,\"status\":\"pending\",\"validation\":" + RECORD.formatted("new")
                                + "}}");
        desk.on(LIST, Said.response("[" + listed + "]")).on(ALONE, Said.response(alone));
        wait(id(OrderId.Kind.REISSUE), () -> {});
        assertThat(published).containsExactly("new");
    }

    @Test
    void a_running_reissue_is_looked_at_again_when_anything_about_it_changes_and_not_before() {
        List<UnaryOperator<RegfishCertificateJson>> changes = List.of(
                same -> same,
                shown -> shown.with("status", "expired"),
                shown -> shown.with("order_state", "SUBMITTED"),
                shown -> shown.without("action_required"),
                shown -> shown.without("certificate_pem_available"),
                shown -> shown.with("serial_number", "0B"),
                shown -> shown.with("pending_reason", "queued"),
                shown -> shown.with("pending_message", "queued"),
                shown -> shown.reissue(19, "pending"),
                shown -> shown.reissue(18, "processing"));
        for (int i = 0; i < changes.size(); i++) {
            desk.forget();
            desk.on(LIST, RegfishCertificateJson.list(reissued()))
                    .on(ALONE, reissued().said());
            RegfishCertificateJson changed = changes.get(i).apply(reissued());
            int[] rounds = {0};
            wait(id(OrderId.Kind.REISSUE), () -> {
                if (++rounds[0] == 2) {
                    desk.on(LIST, RegfishCertificateJson.list(changed));
                }
            });
            assertThat(Collections.frequency(desk.routes(), ALONE))
                    .as("change " + i)
                    .isEqualTo(i == 0 ? 1 : 2);
        }
    }

    @Test
    void an_issued_order_whose_file_is_late_is_looked_at_in_every_round() {
        X509Certificate leaf = RegfishCertificateJson.leaf(TestClient.key("www.example.com"));
        RegfishCertificateJson late = RegfishCertificateJson.pending("ONE", "RapidSSL", "www.example.com")
                .issued("0A")
                .flag("certificate_pem_available", false);
        desk.on(LIST, RegfishCertificateJson.list(late)).on(ALONE, late.said());
        int[] rounds = {0};
        List<OrderId> left = wait(id(OrderId.Kind.ORDER), () -> {
            if (++rounds[0] == 2) {
                // Seen by a look of its own: the list lags behind.
                desk.on(ALONE, late.flag("certificate_pem_available", true).said())
                        .on(ALONE + "/download/pem", RegfishCertificateJson.bundle(leaf));
            }
        });
        assertThat(left).isEmpty();
        assertThat(issued).containsExactly(RegfishCertificateJson.serial(leaf));
        assertThat(rounds).containsExactly(2);
    }

    @Test
    void an_order_of_elsewhere_is_refused_before_anything_is_read() {
        OrderId theirs = new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, "ONE", OrderId.NONE, OrderId.NONE);
        assertThatThrownBy(() -> wait(theirs, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nothing was sent: the order is at regfish live");
        assertThat(desk.routes()).isEmpty();
    }

    private List<OrderId> wait(OrderId id, Runnable afterRound) {
        try (CertificateReseller regfish = Regfish.connect(
                ScriptedRegfishServer.KEY,
                OrderBooks.inMemory(time),
                desk.options().toBuilder()
                        .time(time, pause -> {
                            afterRound.run();
                            time.sleep(pause);
                        })
                        .build())) {
            return regfish.orders().awaitAll(List.of(id), FOUR_ROUNDS, dns, listener);
        }
    }

    private OrderId id(OrderId.Kind kind) {
        return new OrderId("regfish", here, "-", kind, "ONE", OrderId.NONE, OrderId.NONE);
    }

    private static RegfishCertificateJson reissued() {
        return RegfishCertificateJson.pending("ONE", "RapidSSL", "www.example.com")
                .issued("0A")
                .reissue(18, "pending");
    }

    private static String pending(String value) {
        return "{\"id\":\"ONE\",\"status\":\"pending\",\"validation\":" + RECORD.formatted(value) + "}";
    }
}
