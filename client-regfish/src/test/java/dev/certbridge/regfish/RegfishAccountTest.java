package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the account holds, as orders, as certificates, and as what nobody here ordered. */
class RegfishAccountTest {

    private static final String LIST = "GET /tls/certificate";

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void orders_of_the_book_keep_their_id_and_the_others_are_audited() {
        OrderId ours = ordered("OURS");
        desk.on(LIST, RegfishCertificateJson.list(shown("OURS"), shown("THEIRS").flag("action_required", true)));

        List<Order> all = regfish.orders().list().toList();

        assertThat(all).extracting(order -> order.id().providerId()).containsExactly("OURS", "THEIRS");
        assertThat(all.get(0).id()).isEqualTo(ours);
        assertThat(all.get(0).request()).isPresent();
        assertThat(all.get(1).id().keySha256()).isEqualTo(OrderId.NONE);
        assertThat(all.get(1).state()).isEqualTo(Order.State.ACTION_REQUIRED);
        assertThat(regfish.orders().unclaimed()).containsExactly(all.get(1));
    }

    @Test
    void a_reissue_that_nobody_here_asked_for_is_audited() {
        ordered("OURS");
        desk.on(LIST, RegfishCertificateJson.list(shown("OURS").issued("abc").reissue(17, "pending")));
        assertThat(regfish.orders().unclaimed()).singleElement().satisfies(order -> {
            assertThat(order.id().kind()).isEqualTo(OrderId.Kind.REISSUE);
            assertThat(order.state()).isEqualTo(Order.State.PENDING);
        });
        assertThat(regfish.orders().list()).hasSize(2);
    }

    @Test
    void certificates_are_listed_with_plain_serials_and_orders_without_one_are_not() {
        desk.on(
                LIST,
                RegfishCertificateJson.list(
                        shown("ISSUED").issued("00:0C:4E:81"),
                        shown("WAITING"),
                        shown("EXPIRED").issued("0").with("status", "expired"),
                        shown("REVOKED").issued("zz").with("status", "certificate_revoked"),
                        shown("REJECTED").with("status", "rejected")));

        List<Certificate> all = regfish.certificates().list().toList();

        assertThat(all)
                .extracting(Certificate::state)
                .containsExactly(Certificate.State.ACTIVE, Certificate.State.EXPIRED, Certificate.State.REVOKED);
        assertThat(all.get(0).serial()).contains("c4e81");
        assertThat(all.get(1).serial()).contains("0");
        assertThat(all.get(2).serial()).isEmpty();
        assertThat(all.get(0).notAfter()).contains(Instant.parse("2027-05-19T23:59:59Z"));
        assertThat(all.get(0).names()).containsExactly("www.example.com");
        assertThat(regfish.certificates().expiringBefore(Instant.parse("2027-06-01T00:00:00Z")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-05-19T23:59:59", "19.05.2027", "soon"})
    void a_date_that_is_not_readable_makes_nothing_unreadable(String date) {
        desk.on(
                LIST,
                RegfishCertificateJson.list(
                        shown("ISSUED").issued("c4e81").with("valid_from", date).with("valid_until", date)));

        assertThat(regfish.orders().list())
                .singleElement()
                .satisfies(order -> assertThat(order.state()).isEqualTo(Order.State.ISSUED));
        assertThat(regfish.certificates().list())
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.notAfter()).isEmpty());
        assertThat(regfish.certificates().expiringBefore(Instant.EPOCH))
                .as("nobody tells when it ends, so somebody has to look")
                .hasSize(1);
    }

    @Test
    void nothing_is_read_before_somebody_looks_and_every_look_reads_anew() {
        desk.on(LIST, RegfishCertificateJson.list(shown("ONE")));
        var orders = regfish.orders().list();
        var certificates = regfish.certificates();
        assertThat(desk.routes()).isEmpty();
        assertThat(orders).hasSize(1);
        assertThat(certificates.list()).isEmpty();
        assertThat(certificates.list()).isEmpty();
        assertThat(desk.routes()).containsExactly(LIST, LIST, LIST);
        desk.on(LIST, Said.json(200, "{\"success\":false,\"response\":[]}"));
        assertThatThrownBy(() -> regfish.orders().unclaimed().toList()).isInstanceOf(BrokenContractException.class);
    }

    @Test
    void one_certificate_is_found_by_its_id() {
        desk.on("GET /tls/certificate/ONE", shown("ONE").issued("0AB").said());
        Certificate one = regfish.certificates().get(id("ONE"));
        assertThat(one.serial()).contains("ab");
        assertThat(one.id()).isEqualTo(id("ONE"));
        assertThatThrownBy(() -> regfish.certificates().get(new CertificateId("regfish", "live", "-", "ONE")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_regfish_can_do_is_known_beforehand_and_the_rest_is_refused_with_the_reason() {
        assertThat(Arrays.stream(Capability.values()).filter(regfish::supports))
                .containsExactlyInAnyOrder(
                        Capability.RENEW,
                        Capability.REISSUE,
                        Capability.COMPLETE,
                        Capability.EMAIL_VALIDATION,
                        Capability.ORGANIZATION_ON_FILE);
        assertThatThrownBy(() -> regfish.certificates().revoke(id("ONE"), "ab", RevocationReason.values()[0]))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("not known");
        OrderId order = ordered("ONE");
        desk.forget();
        assertThatThrownBy(() -> regfish.orders().cancel(order))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("not known");
        assertThat(desk.routes()).isEmpty();
    }

    private OrderId ordered(String id) {
        desk.on(LIST, RegfishCertificateJson.list())
                .on("POST /tls/certificate", shown(id).said());
        OrderRequest request = OrderRequest.builder("RapidSSL")
                .csr(TestClient.key("www.example.com").csr())
                .build();
        OrderId ordered =
                regfish.order(Intent.of(id), request, Spending.unquoted()).id();
        desk.forget();
        return ordered;
    }

    private CertificateId id(String providerId) {
        return new CertificateId("regfish", desk.options().uri().orElseThrow().getAuthority(), "-", providerId);
    }

    private static RegfishCertificateJson shown(String id) {
        return RegfishCertificateJson.pending(id, "RapidSSL", "www.example.com");
    }
}
