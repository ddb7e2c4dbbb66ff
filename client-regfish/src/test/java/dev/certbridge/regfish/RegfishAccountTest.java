package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireRefused;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.envelope;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the listings of orders and certificates, and of unsupported and refused calls. */
class RegfishAccountTest extends ScriptedRegfishTest {

    @Test
    void orders_in_the_book_keep_their_id_and_others_are_unclaimed() {
        OrderId ours = ordered("OURS");
        lists(shown("OURS"), shown("THEIRS").flag("action_required", true));

        List<Order> all = reseller.orders().list().toList();

        assertThat(all).extracting(order -> order.id().providerId()).containsExactly("OURS", "THEIRS");
        assertThat(all.get(0).id()).isEqualTo(ours);
        assertThat(all.get(0).request()).isPresent();
        assertThat(all.get(1).id().keySha256()).isEqualTo(OrderId.NONE);
        assertThat(all.get(1).state()).isEqualTo(Order.State.ACTION_REQUIRED);
        assertThat(reseller.orders().unclaimed()).containsExactly(all.get(1));
    }

    @Test
    void a_reissue_that_is_not_in_the_book_is_unclaimed() {
        ordered("OURS");
        lists(shown("OURS").issued("abc").reissue(17, "pending"));
        assertThat(reseller.orders().unclaimed()).singleElement().satisfies(order -> {
            assertThat(order.id().kind()).isEqualTo(OrderId.Kind.REISSUE);
            assertThat(order.state()).isEqualTo(Order.State.PENDING);
        });
        assertThat(reseller.orders().list()).hasSize(2);
    }

    @Test
    void certificates_are_listed_with_plain_serials_and_orders_without_one_are_not() {
        lists(
                shown("ISSUED").issued("00:0C:4E:81"),
                shown("WAITING"),
                shown("EXPIRED").issued("0").with("status", "expired"),
                shown("REVOKED").issued("zz").with("status", "certificate_revoked"),
                shown("REJECTED").with("status", "rejected"));

        List<Certificate> all = reseller.certificates().list().toList();

        assertThat(all)
                .extracting(Certificate::state)
                .containsExactly(Certificate.State.ACTIVE, Certificate.State.EXPIRED, Certificate.State.REVOKED);
        assertThat(all.get(0).serial()).contains("c4e81");
        assertThat(all.get(1).serial()).contains("0");
        assertThat(all.get(2).serial()).isEmpty();
        assertThat(all.get(0).notAfter()).contains(Instant.parse("2027-05-19T23:59:59Z"));
        assertThat(all.get(0).names()).containsExactly("www.example.com");
        assertThat(reseller.certificates().expiringBefore(Instant.parse("2027-06-01T00:00:00Z")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2027-05-19T23:59:59", "19.05.2027", "soon"})
    void an_unreadable_date_makes_nothing_else_unreadable(String date) {
        lists(shown("ISSUED").issued("c4e81").with("valid_from", date).with("valid_until", date));

        assertThat(reseller.orders().list()).extracting(order -> order.state()).containsExactly(Order.State.ISSUED);
        assertThat(reseller.certificates().list())
                .singleElement()
                .satisfies(certificate -> assertThat(certificate.notAfter()).isEmpty());
        assertThat(reseller.certificates().expiringBefore(Instant.EPOCH))
                .as("without a readable end it is listed")
                .hasSize(1);
    }

    @Test
    void nothing_is_read_before_a_stream_is_consumed_and_every_stream_reads_again() {
        lists(shown("ONE"));
        var orders = reseller.orders().list();
        var certificates = reseller.certificates();
        assertThat(server.routes()).isEmpty();
        assertThat(orders).hasSize(1);
        assertThat(certificates.list()).isEmpty();
        assertThat(certificates.list()).isEmpty();
        assertThat(server.routes()).containsExactly(LIST, LIST, LIST);
        server.on(LIST, Response.of(200, "{\"success\":false,\"response\":[]}"));
        requireThrown(
                BrokenContractException.class,
                () -> reseller.orders().unclaimed().toList());
    }

    @Test
    void a_certificate_is_read_by_its_id() {
        shows(shown("ONE").issued("0AB"));
        Certificate one = reseller.certificates().get(certificateId("ONE"));
        assertThat(one.serial()).contains("ab");
        assertThat(one.id()).isEqualTo(certificateId("ONE"));
        requireThrown(
                IllegalArgumentException.class,
                () -> reseller.certificates().get(new CertificateId("regfish", "live", "-", "ONE")));
    }

    @Test
    void capabilities_are_reported_and_other_calls_are_refused_with_the_reason() {
        assertThat(Arrays.stream(Capability.values()).filter(reseller::supports))
                .containsExactlyInAnyOrder(
                        Capability.RENEW,
                        Capability.REISSUE,
                        Capability.COMPLETE,
                        Capability.EMAIL_VALIDATION,
                        Capability.ORGANIZATION_ON_FILE);
        requireThrown(
                UnsupportedException.class,
                () -> reseller.certificates().revoke(certificateId("ONE"), "ab", RevocationReason.values()[0]),
                "no known operation");
        OrderId order = ordered("ONE");
        server.forget();
        requireThrown(UnsupportedException.class, () -> reseller.orders().cancel(order), "no known operation");
        assertThat(server.routes()).isEmpty();
    }

    private OrderId ordered(String id) {
        server.on(LIST, list()).on(ORDER, shown(id).response());
        OrderRequest request = request(csr("www.example.com"));
        OrderId ordered = order(Intent.of(id), request).id();
        server.forget();
        return ordered;
    }

    @Test
    void the_default_environment_is_live() {
        try (CertificateReseller live = Regfish.connect(ScriptedServer.KEY, book);
                RegfishDns dns = Regfish.dns(ScriptedServer.KEY)) {
            assertThat(live.name()).isEqualTo("regfish");
            assertThat(dns).isNotNull();
            // Both are refused before anything is sent, for different reasons.
            requireThrown(
                    UnsupportedException.class, () -> live.orders().cancel(orderId(OrderId.Kind.ORDER, "live", "ONE")));
            requireThrown(IllegalArgumentException.class, () -> live.orders().cancel(orderId("ONE")));
        }
    }

    @Test
    void orders_and_certificates_of_another_environment_are_refused() {
        requireRefused(
                () -> reseller.orders().cancel(orderId(OrderId.Kind.ORDER, "live", "ONE")),
                "nothing was sent: the order is at regfish live");
        CertificateId theirs = new CertificateId("regfish", "live", "-", "ONE");
        requireRefused(
                () -> reseller.certificates().revoke(theirs, "ab", RevocationReason.values()[0]),
                "nothing was sent: the certificate is at regfish live");
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void the_generated_client_lists_organizations() {
        server.on("GET /tls/organization", envelope("[{\"id\":\"hdl_4N8RC2VXW6DYE\"}]"));
        try (RegfishClient client = RegfishClient.connect(ScriptedServer.KEY, server.options())) {
            assertThat(client.organizations().listOrganizations().getResponse())
                    .extracting(one -> one.getId())
                    .containsExactly("hdl_4N8RC2VXW6DYE");
        }
    }

    @Test
    void a_closed_client_sends_nothing() {
        reseller.close();
        requireThrown(NotSentException.class, reseller::products);
        assertThat(server.routes()).isEmpty();
    }
}
