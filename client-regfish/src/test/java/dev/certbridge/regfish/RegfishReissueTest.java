package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireConflict;
import static dev.certbridge.client.fixture.Failures.requireRefused;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.client.fixture.Failures.requireViolations;
import static dev.certbridge.regfish.RegfishCertificateJson.bundle;
import static dev.certbridge.regfish.RegfishCertificateJson.leaf;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.refusal;
import static dev.certbridge.regfish.RegfishCertificateJson.serial;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A reissue keeps the id of its certificate and shows the old one meanwhile, which is never taken for the new one. */
class RegfishReissueTest extends ScriptedRegfishTest {

    private static final String CERTIFICATE = "GET /tls/certificate/OLD";
    private static final String DOWNLOAD = "GET /tls/certificate/OLD/download/pem";
    private static final String REISSUE = "POST /tls/certificate/OLD/reissue";

    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com", "example.com");
    private static final X509Certificate OLD = leaf(KeyAndCsr.ecP256("www.example.com", "example.com"));
    private static final X509Certificate NEW = leaf(KEY);

    private final OrderRequest request = reissue(certificateId("OLD"), KEY.csr());

    @Test
    void a_reissue_sends_the_names_in_the_order_of_regfish_and_has_the_old_serial_in_its_id() {
        server.on(CERTIFICATE, old().response())
                .on(REISSUE, old().reissue(18, "processing").response());

        Order order = order(request.toBuilder().validity(Validity.days(90)).build());

        assertThat(server.writes()).singleElement().satisfies(sent -> {
            assertThat(sent.route()).isEqualTo(REISSUE);
            assertThat(sent.json().path("common_name").asText()).isEqualTo("www.example.com");
            assertThat(sent.json().path("dns_names"))
                    .extracting(name -> name.asText())
                    .containsExactly("example.com", "www.example.com");
            assertThat(sent.json().path("dcv_method").asText()).isEqualTo("dns-cname-token");
            assertThat(sent.json().path("csr").asText()).isEqualTo(KEY.csr().pem());
            assertThat(sent.json().path("validity_days").asInt()).isEqualTo(90);
            assertThat(sent.json().has("sku")).isFalse();
        });
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.REISSUE);
        assertThat(order.id().providerId()).isEqualTo("OLD");
        assertThat(order.id().oldSerial()).isEqualTo(serial(OLD));
        assertThat(order.state()).isEqualTo(Order.State.PENDING);
        assertThat(order.status()).isEqualTo("processing");
        assertThat(order.validations()).hasSize(1);
        assertThat(OrderId.parse(order.id().toString())).isEqualTo(order.id());
    }

    @Test
    void the_snapshot_has_the_earlier_reissue_and_a_repeated_intent_sends_nothing() {
        server.on(CERTIFICATE, old().reissue(17, "issued").response())
                .on(REISSUE, old().reissue(18, "pending").response());
        Order order = order(request);
        assertThat(book.snapshot(1).orElseThrow().seen()).contains("reissue:17", "serial:" + serial(OLD));
        server.forget();

        OrderRequest another = reissue(certificateId("OLD"), csr("www.example.com", "example.com"));
        Order again = order(another);

        assertThat(again.id()).isEqualTo(order.id());
        assertThat(again.csr()).contains(KEY.csr());
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void a_running_reissue_is_pending_and_has_the_records_of_the_reissue() {
        OrderId id = ordered(old().reissue(18, "pending"));
        server.on(CERTIFICATE, old().reissue(18, "processing").response());

        Order now = reseller.orders().get(id);

        assertThat(now.state()).isEqualTo(Order.State.PENDING);
        assertThat(now.status()).isEqualTo("processing");
        assertThat(now.certificate()).isEmpty();
        assertThat(now.validations())
                .containsExactly(new DnsRecord("_dnsauth.www.example.com", "CNAME", "token18.dcv.digicert.com", false));
    }

    @Test
    void an_earlier_reissue_that_is_still_shown_is_not_taken_for_this_one() {
        for (String earlier : List.of("issued", "failed")) {
            server.on(CERTIFICATE, old().reissue(17, earlier).response()).on(REISSUE, old().response());
            OrderRequest another = reissue(certificateId("OLD"), csr("www.example.com", "example.com"));
            OrderId id = order(Intent.of(earlier), another).id();
            assertThat(reseller.orders().get(id).state()).as(earlier).isEqualTo(Order.State.PENDING);
        }
    }

    @Test
    void another_serial_or_a_later_end_means_issued_if_no_reissue_is_shown() {
        OrderId id = ordered(old());
        assertThat(reseller.orders().get(id).state()).isEqualTo(Order.State.PENDING);
        requireState(id, Order.State.ISSUED, shown().issued("0A:BC"));
        requireState(id, Order.State.ISSUED, old().with("valid_until", "2027-08-01T00:00:00Z"));
    }

    @Test
    void a_failed_reissue_ends_the_order_although_the_certificate_stays_issued() {
        OrderId id = ordered(old().reissue(18, "pending"));
        for (String word : List.of("failed", "rejected", "cancelled")) {
            requireState(id, Order.State.ENDED, old().reissue(18, word));
            assertThat(reseller.orders().get(id).status()).isEqualTo(word);
        }
    }

    @Test
    void a_cancelled_order_ends_its_reissue_and_a_revoked_old_certificate_does_not() {
        OrderId id = ordered(old());
        requireState(id, Order.State.ENDED, old().reissue(18, "pending").with("status", "cancelled"));

        // Here no reissue is shown.
        requireState(id, Order.State.ENDED, old().with("status", "cancelled"));
        requireState(id, Order.State.PENDING, old().with("status", "revoked"));
    }

    @Test
    void the_old_leaf_is_never_returned_and_await_waits_for_the_new_one() {
        OrderId id = ordered(old().reissue(18, "pending"));
        delivers("OLD", OLD);
        requireConflict(Reason.NOT_READY, () -> reseller.orders().download(id));

        Iterator<Response> looks = List.of(
                        old().reissue(18, "pending").response(),
                        old().reissue(18, "issued").response(),
                        shown().issued(serial(NEW)).reissue(18, "issued").response())
                .iterator();
        Iterator<Response> files = List.of(bundle(OLD), bundle(NEW)).iterator();
        server.on(CERTIFICATE, asked -> looks.next()).on(DOWNLOAD, asked -> files.next());
        List<String> records = new ArrayList<>();

        IssuedCertificate issued = reseller.orders().await(id, Duration.ofHours(1), record -> {
            records.add("+" + record.name());
            return () -> records.add("-" + record.name());
        });

        assertThat(issued.serial()).isEqualTo(serial(NEW));
        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(30L, 30L);
        assertThat(records).containsExactly("+_dnsauth.www.example.com", "-_dnsauth.www.example.com");
    }

    @Test
    void without_the_book_an_issued_reissue_with_the_old_serial_is_waited_for() {
        server.on(CERTIFICATE, old().response()).on(REISSUE, old().response());
        OrderId id;
        try (CertificateReseller other = Regfish.connect(ScriptedServer.KEY, OrderBooks.inMemory(), server.options())) {
            id = other.order(INTENT, request, Spending.unquoted()).id();
        }
        requireState(id, Order.State.PENDING, old().reissue(17, "issued"));
        requireState(id, Order.State.ISSUED, shown().issued("abc").reissue(18, "issued"));
    }

    private static RegfishCertificateJson shown() {
        return pending("OLD", "RapidSSL", "www.example.com", "example.com", "www.example.com");
    }

    private static RegfishCertificateJson old() {
        return shown().issued("00" + serial(OLD).toUpperCase(Locale.ROOT));
    }

    @Test
    void the_key_of_the_old_certificate_is_refused() {
        server.on(CERTIFICATE, old().response()).on("GET /tls/certificate/OLD/download/pem", bundle(leaf(KEY)));
        requireThrown(InvalidRequestException.class, () -> order(request), "new key");
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void a_revoked_certificate_is_reissued_if_its_order_allows_it() {
        RegfishCertificateJson revoked = old().with("status", "certificate_revoked");
        server.on(CERTIFICATE, revoked.flag("reissue_supported", false).response());
        requireThrown(ConflictException.class, () -> order(request), "nothing was sent");
        server.on(CERTIFICATE, revoked.flag("reissue_supported", true).response())
                .on(REISSUE, revoked.reissue(18, "pending").response());
        OrderId id = order(request).id();
        assertThat(server.writes()).hasSize(1);
        requireState(id, Order.State.PENDING, revoked);
        requireState(id, Order.State.ISSUED, shown().issued(serial(NEW)).reissue(18, "issued"));
    }

    @Test
    void a_certificate_that_is_not_issued_or_is_being_reissued_is_not_reissued() {
        for (RegfishCertificateJson other :
                List.of(shown(), old().flag("reissue_supported", false), old().with("status", "rejected"))) {
            server.on(CERTIFICATE, other.response());
            requireThrown(ConflictException.class, () -> order(request), "nothing was sent");
        }
        server.on(CERTIFICATE, old().reissue(17, "processing").response());
        requireThrown(PossibleDuplicateException.class, () -> order(request), "17");
        assertThat(server.writes()).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void unsupported_fields_of_a_reissue_are_refused_before_anything_is_sent() {
        OrderRequest silent =
                OrderRequest.reissue(certificateId("OLD")).csr(KEY.csr()).build();
        requireViolations(
                () -> order(silent.toBuilder().validity(Validity.months(6)).build()), "reissue", "validity");
        requireThrown(
                UnsupportedException.class,
                () -> order(request.toBuilder()
                        .dcv(DcvMethod.email("admin@example.com"))
                        .build()),
                "e-mail");
        requireThrown(UnsupportedException.class, () -> reseller.order(INTENT, request, Spending.upTo("EUR", "1.00")));
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void a_reissue_of_a_certificate_elsewhere_is_refused_before_anything_is_sent() {
        OrderRequest theirs = reissue(new CertificateId("regfish", "live", "-", "OLD"), KEY.csr());
        requireRefused(() -> order(theirs), "nothing was sent: the certificate is at regfish live");
        assertThat(server.routes()).isEmpty();
    }

    @Test
    void other_names_are_refused_before_anything_is_reissued() {
        server.on(CERTIFICATE, old().response());
        OrderRequest other = request.toBuilder().csr(csr("www.example.com")).build();
        requireThrown(InvalidRequestException.class, () -> order(other), "example.com");
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void a_conflict_or_a_failure_with_status_200_is_unknown() {
        String no = "{\"success\":false,\"response\":{\"id\":\"OLD\"}}";
        server.on(CERTIFICATE, old().response());
        for (Response odd : List.of(refusal(409, "under way"), Response.of(200, no), Response.of(200, "<html>"))) {
            server.on(REISSUE, odd);
            Intent intent = Intent.of("odd " + server.routes().size());
            OrderRequest fresh = reissue(certificateId("OLD"), csr("www.example.com", "example.com"));
            assertThat(requireThrown(OutcomeUnknownException.class, () -> order(intent, fresh))
                            .seenId())
                    .isEmpty();
        }
        assertThat(book.unresolved()).hasSize(3).allMatch(attempt -> attempt.state() == Attempt.State.UNKNOWN);
        assertThat(server.writes()).hasSize(3);
    }

    /** Orders the reissue and returns its id. */
    private OrderId ordered(RegfishCertificateJson response) {
        server.on(CERTIFICATE, old().response()).on(REISSUE, response.response());
        return order(request).id();
    }

    private void requireState(OrderId id, Order.State state, RegfishCertificateJson shown) {
        server.on(CERTIFICATE, shown.response());
        assertThat(reseller.orders().get(id).state()).as(shown.id()).isEqualTo(state);
    }
}
