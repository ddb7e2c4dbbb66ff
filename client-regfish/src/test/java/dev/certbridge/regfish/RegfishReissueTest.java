package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reissue keeps its certificate's id and shows the old certificate meanwhile: it must never be taken for the new. */
class RegfishReissueTest {

    private static final Intent INTENT = Intent.of("shop-4711/reissue");
    private static final String CERTIFICATE = "GET /tls/certificate/OLD";
    private static final String DOWNLOAD = "GET /tls/certificate/OLD/download/pem";
    private static final String REISSUE = "POST /tls/certificate/OLD/reissue";

    private static final KeyAndCsr OLD_KEY = KeyAndCsr.ecP256("www.example.com", "example.com");
    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com", "example.com");
    private static final X509Certificate OLD = RegfishCertificateJson.leaf(OLD_KEY);
    private static final X509Certificate NEW = RegfishCertificateJson.leaf(KEY);

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final SimulatedTime time = new SimulatedTime();
    private final CertificateReseller regfish = Regfish.connect(
            ScriptedRegfishServer.KEY,
            book,
            desk.options().toBuilder().time(time, time).build());
    private final CertificateId source =
            new CertificateId("regfish", desk.options().uri().orElseThrow().getAuthority(), "-", "OLD");
    private final OrderRequest request =
            OrderRequest.reissue(source).csr(KEY.csr()).oldMayBeRevoked().build();

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void a_reissue_sends_the_names_as_regfish_spells_them_and_carries_the_old_serial() {
        desk.on(CERTIFICATE, old().said())
                .on(REISSUE, old().reissue(18, "processing").said());

        Order order = regfish.order(
                INTENT, request.toBuilder().validity(Validity.days(90)).build(), Spending.unquoted());

        assertThat(desk.writes()).singleElement().satisfies(sent -> {
            assertThat(sent.route()).isEqualTo(REISSUE);
            assertThat(sent.body().path("common_name").asText()).isEqualTo("www.example.com");
            assertThat(sent.body().path("dns_names"))
                    .extracting(name -> name.asText())
                    .containsExactly("example.com", "www.example.com");
            assertThat(sent.body().path("dcv_method").asText()).isEqualTo("dns-cname-token");
            assertThat(sent.body().path("csr").asText()).isEqualTo(KEY.csr().pem());
            assertThat(sent.body().path("validity_days").asInt()).isEqualTo(90);
            assertThat(sent.body().has("sku")).isFalse();
        });
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.REISSUE);
        assertThat(order.id().providerId()).isEqualTo("OLD");
        assertThat(order.id().oldSerial()).isEqualTo(RegfishCertificateJson.serial(OLD));
        assertThat(order.state()).isEqualTo(Order.State.PENDING);
        assertThat(order.status()).isEqualTo("processing");
        assertThat(order.validations()).hasSize(1);
        assertThat(OrderId.parse(order.id().toString())).isEqualTo(order.id());
    }

    @Test
    void what_the_certificate_showed_before_is_kept_and_the_same_intent_sends_nothing_again() {
        desk.on(CERTIFICATE, old().reissue(17, "issued").said())
                .on(REISSUE, old().reissue(18, "pending").said());
        Order order = reissue();
        assertThat(book.snapshot(1).orElseThrow().seen())
                .contains("reissue:17", "serial:" + RegfishCertificateJson.serial(OLD));
        desk.forget();

        KeyAndCsr another = KeyAndCsr.ecP256("www.example.com", "example.com");
        Order again =
                regfish.order(INTENT, request.toBuilder().csr(another.csr()).build(), Spending.unquoted());

        assertThat(again.id()).isEqualTo(order.id());
        assertThat(again.csr()).contains(KEY.csr());
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void while_it_runs_the_order_is_pending_and_shows_the_records_of_the_reissue() {
        desk.on(CERTIFICATE, old().said())
                .on(REISSUE, old().reissue(18, "pending").said());
        OrderId id = reissue().id();
        desk.on(CERTIFICATE, old().reissue(18, "processing").said());

        Order now = regfish.orders().get(id);

        assertThat(now.state()).isEqualTo(Order.State.PENDING);
        assertThat(now.status()).isEqualTo("processing");
        assertThat(now.certificate()).isEmpty();
        assertThat(now.validations())
                .containsExactly(new DnsRecord("_dnsauth.www.example.com", "CNAME", "token18.dcv.digicert.com", false));
    }

    @Test
    void an_earlier_reissue_that_is_still_shown_is_not_this_one() {
        for (String earlier : List.of("issued", "failed")) {
            desk.on(CERTIFICATE, old().reissue(17, earlier).said()).on(REISSUE, old().said());
            OrderRequest another = request.toBuilder()
                    .csr(KeyAndCsr.ecP256("www.example.com", "example.com").csr())
                    .build();
            OrderId id = regfish.order(Intent.of(earlier), another, Spending.unquoted())
                    .id();
            assertThat(regfish.orders().get(id).state()).as(earlier).isEqualTo(Order.State.PENDING);
        }
    }

    @Test
    void another_serial_ends_it_where_no_reissue_is_shown() {
        desk.on(CERTIFICATE, old().said()).on(REISSUE, old().said());
        OrderId id = reissue().id();
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        desk.on(CERTIFICATE, shown().issued("0A:BC").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ISSUED);
        desk.on(CERTIFICATE, old().with("valid_until", "2027-08-01T00:00:00Z").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ISSUED);
    }

    @Test
    void a_reissue_that_failed_ends_the_order_although_the_certificate_stays_issued() {
        desk.on(CERTIFICATE, old().said())
                .on(REISSUE, old().reissue(18, "pending").said());
        OrderId id = reissue().id();
        for (String word : List.of("failed", "rejected", "cancelled")) {
            desk.on(CERTIFICATE, old().reissue(18, word).said());
            assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ENDED);
            assertThat(regfish.orders().get(id).status()).isEqualTo(word);
        }
    }

    @Test
    void an_order_that_was_cancelled_ends_its_reissue_and_an_old_certificate_that_was_revoked_does_not() {
        desk.on(CERTIFICATE, old().said()).on(REISSUE, old().said());
        OrderId id = reissue().id();
        desk.on(
                CERTIFICATE,
                old().reissue(18, "pending").with("status", "cancelled").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ENDED);

        // Here no reissue is shown.
        desk.on(CERTIFICATE, old().with("status", "cancelled").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ENDED);
        desk.on(CERTIFICATE, old().with("status", "revoked").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.PENDING);
    }

    @Test
    void the_old_leaf_is_never_returned_and_waiting_goes_on_until_the_new_one_is_there() {
        desk.on(CERTIFICATE, old().said())
                .on(REISSUE, old().reissue(18, "pending").said());
        OrderId id = reissue().id();
        desk.on(DOWNLOAD, RegfishCertificateJson.bundle(OLD));
        assertThatThrownBy(() -> regfish.orders().download(id))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        early -> assertThat(early.reason()).isEqualTo(ConflictException.Reason.NOT_READY));

        Iterator<Said> looks = List.of(
                        old().reissue(18, "pending").said(),
                        old().reissue(18, "issued").said(),
                        shown().issued(RegfishCertificateJson.serial(NEW))
                                .reissue(18, "issued")
                                .said())
                .iterator();
        Iterator<Said> files = List.of(RegfishCertificateJson.bundle(OLD), RegfishCertificateJson.bundle(NEW))
                .iterator();
        desk.on(CERTIFICATE, asked -> looks.next()).on(DOWNLOAD, asked -> files.next());
        RecordingPublisher dns = new RecordingPublisher();

        assertThat(regfish.orders().await(id, Duration.ofHours(1), dns).serial())
                .isEqualTo(RegfishCertificateJson.serial(NEW));
        assertThat(time.seconds()).containsExactly(30L, 30L);
        assertThat(dns.published()).hasSize(1).isEqualTo(dns.removed());
    }

    @Test
    void without_the_book_an_issued_reissue_with_the_old_serial_is_waited_for() {
        OrderId id = idWithoutBook();
        desk.on(CERTIFICATE, old().reissue(17, "issued").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        desk.on(CERTIFICATE, shown().issued("abc").reissue(18, "issued").said());
        assertThat(regfish.orders().get(id).state()).isEqualTo(Order.State.ISSUED);
    }

    private Order reissue() {
        return regfish.order(INTENT, request, Spending.unquoted());
    }

    private OrderId idWithoutBook() {
        desk.on(CERTIFICATE, old().said()).on(REISSUE, old().said());
        try (CertificateReseller other =
                Regfish.connect(ScriptedRegfishServer.KEY, SpendLog.of(OrderBooks.inMemory()), desk.options())) {
            return other.order(INTENT, request, Spending.unquoted()).id();
        }
    }

    private static RegfishCertificateJson shown() {
        return RegfishCertificateJson.pending("OLD", "RapidSSL", "www.example.com", "example.com", "www.example.com");
    }

    private static RegfishCertificateJson old() {
        return shown().issued("00" + RegfishCertificateJson.serial(OLD).toUpperCase(java.util.Locale.ROOT));
    }
}
