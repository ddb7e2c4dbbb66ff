package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireRefused;
import static dev.certbridge.regfish.RegfishCertificateJson.bundle;
import static dev.certbridge.regfish.RegfishCertificateJson.envelope;
import static dev.certbridge.regfish.RegfishCertificateJson.leaf;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.serial;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests that {@code awaitAll} reads the list once per round, and which orders it reads one by one. */
class RegfishAwaitAllTest extends ScriptedRegfishTest {

    private static final String ALONE = "GET /tls/certificate/ONE";
    private static final Duration FOUR_ROUNDS = Duration.ofSeconds(100);
    private static final String RECORD =
            "{\"dns_records\":[{\"name\":\"_dnsauth.www.example.com.\",\"type\":\"CNAME\",\"value\":\"%s.\"}]}";
    private final List<String> published = new ArrayList<>();
    private final List<String> issued = new ArrayList<>();

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

    @Test
    void a_listed_order_with_records_is_not_read_alone() {
        OrderId id = orderId(OrderId.Kind.ORDER, server.host(), "ONE");
        server.on(LIST, envelope("[{\"status\":\"pending\"}," + body("listed") + "]"));
        assertThat(wait(id, () -> {})).containsExactly(id);
        assertThat(published).containsExactly("listed");
        assertThat(server.routes()).containsOnly(LIST).hasSize(5);
    }

    @Test
    void a_listed_order_without_records_is_read_alone_once() {
        server.on(LIST, list(shown("ONE"))).on(ALONE, envelope(body("alone")));
        wait(orderId(OrderId.Kind.ORDER, server.host(), "ONE"), () -> {});
        assertThat(published).containsExactly("alone");
        assertThat(Collections.frequency(server.routes(), ALONE)).isEqualTo(1);
    }

    @Test
    void a_reissue_is_read_alone_because_the_list_shows_the_old_order() {
        String listed = body("old").replace("}]}}", "}]},\"reissue\":{\"id\":18,\"status\":\"pending\"}}");
        String alone = body("old")
                .replace(
                        "}]}}",
                        "}]},\"reissue\":{\"id\":18,\"status\":\"pending\",\"validation\":" + RECORD.formatted("new")
                                + "}}");
        server.on(LIST, envelope("[" + listed + "]")).on(ALONE, envelope(alone));
        wait(orderId(OrderId.Kind.REISSUE, server.host(), "ONE"), () -> {});
        assertThat(published).containsExactly("new");
    }

    @Test
    void a_running_reissue_is_read_again_when_anything_about_it_changes_and_not_before() {
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
            server.forget();
            server.on(LIST, list(reissued())).on(ALONE, reissued().response());
            RegfishCertificateJson changed = changes.get(i).apply(reissued());
            int[] rounds = {0};
            wait(orderId(OrderId.Kind.REISSUE, server.host(), "ONE"), () -> {
                if (++rounds[0] == 2) {
                    lists(changed);
                }
            });
            assertThat(Collections.frequency(server.routes(), ALONE))
                    .as("change " + i)
                    .isEqualTo(i == 0 ? 1 : 2);
        }
    }

    @Test
    void an_issued_order_whose_file_is_late_is_read_in_every_round() {
        X509Certificate leaf = leaf(KeyAndCsr.ecP256("www.example.com"));
        RegfishCertificateJson late = shown("ONE").issued("0A").flag("certificate_pem_available", false);
        server.on(LIST, list(late)).on(ALONE, late.response());
        int[] rounds = {0};
        List<OrderId> left = wait(orderId(OrderId.Kind.ORDER, server.host(), "ONE"), () -> {
            if (++rounds[0] == 2) {
                // Only the order read alone shows it: the list lags behind.
                server.on(ALONE, late.flag("certificate_pem_available", true).response())
                        .on(ALONE + "/download/pem", bundle(leaf));
            }
        });
        assertThat(left).isEmpty();
        assertThat(issued).containsExactly(serial(leaf));
        assertThat(rounds).containsExactly(2);
    }

    @Test
    void an_order_of_another_environment_is_refused_before_anything_is_read() {
        OrderId theirs = new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, "ONE", OrderId.NONE, OrderId.NONE);
        requireRefused(() -> wait(theirs, () -> {}), "nothing was sent: the order is at regfish live");
        assertThat(server.routes()).isEmpty();
    }

    private List<OrderId> wait(OrderId id, Runnable afterRound) {
        try (CertificateReseller waiting = Regfish.connect(
                ScriptedServer.KEY,
                OrderBooks.inMemory(clock),
                server.options().toBuilder()
                        .time(clock, pause -> {
                            afterRound.run();
                            clock.advance(pause);
                        })
                        .build())) {
            return waiting.orders().awaitAll(List.of(id), FOUR_ROUNDS, dns, listener);
        }
    }

    private static RegfishCertificateJson reissued() {
        return shown("ONE").issued("0A").reissue(18, "pending");
    }

    private static String body(String value) {
        return "{\"id\":\"ONE\",\"status\":\"pending\",\"validation\":" + RECORD.formatted(value) + "}";
    }
}
