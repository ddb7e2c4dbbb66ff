package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
import dev.certbridge.reseller.book.Reconciliation.NotListed;
import dev.certbridge.reseller.book.Reconciliation.Placed;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a lost answer: placed only when proven, else candidates, else not listed. */
class RegfishReconcileTest {

    private static final String LIST = "GET /tls/certificate";
    private static final String ORDER = "POST /tls/certificate";
    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com");
    private static final KeyAndCsr OTHER_KEY = KeyAndCsr.ecP256("www.example.com");

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller regfish = Regfish.connect(
            ScriptedRegfishServer.KEY,
            book,
            desk.options().toBuilder()
                    .time(Clock.systemUTC(), new SimulatedTime())
                    .build());
    private final CertificateId source =
            new CertificateId("regfish", desk.options().uri().orElseThrow().getAuthority(), "-", "BEFORE");

    @BeforeEach
    void open() {
        desk.on(LIST, RegfishCertificateJson.list(shown("BEFORE").issued("abc")))
                .on(ORDER, Said.lost());
    }

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void nothing_new_is_not_listed() {
        Attempt attempt = lost();
        assertThat(regfish.orders().reconcile(attempt)).isInstanceOf(NotListed.class);
        assertThat(book.unresolved()).containsExactly(attempt);
    }

    @Test
    void what_is_new_and_equal_is_a_candidate_and_only_that() {
        Attempt attempt = lost();
        desk.on(ORDER, shown("CLAIMED").said());
        regfish.order(
                Intent.of("claims"),
                order(OTHER_KEY).toBuilder().allowingDuplicate().build(),
                Spending.unquoted());
        desk.on(
                LIST,
                RegfishCertificateJson.list(
                        shown("BEFORE").issued("abc"),
                        shown("CLAIMED"),
                        RegfishCertificateJson.pending("PRODUCT", "SSL123", "www.example.com"),
                        RegfishCertificateJson.pending("NAMES", "RapidSSL", "www.example.com", "shop.example.com"),
                        shown("TERM").days(90),
                        shown("ALIKE").days(199),
                        RegfishCertificateJson.pending("TOO", "rapidssl", "WWW.example.com", "www.example.com"),
                        RegfishCertificateJson.pending("TWIN", "RapidSSL", "example.com", "www.example.com"),
                        RegfishCertificateJson.pending("BARE", "RapidSSL", "example.com"),
                        RegfishCertificateJson.pending("UNTOLD", "", "www.example.com"),
                        shown("NAMELESS").without("common_name").without("dns_names"),
                        RegfishCertificateJson.pending("OTHER", "RapidSSL", "shop.example.com")
                                .without("dns_names")));

        Reconciliation found = regfish.orders().reconcile(attempt);

        assertThat(candidates(found)).containsExactly("ALIKE", "TOO", "TWIN", "UNTOLD", "NAMELESS");
        book.settle(attempt, new Placed(((Candidates) found).ids().get(0)));
        assertThat(regfish.order(attempt.intent(), order(KEY), Spending.unquoted())
                        .id()
                        .providerId())
                .isEqualTo("ALIKE");
    }

    @Test
    void an_issued_certificate_for_our_key_is_the_proof_and_one_for_another_key_is_not_ours() {
        Attempt attempt = lost();
        desk.on(
                        LIST,
                        RegfishCertificateJson.list(
                                shown("THEIRS").issued("1"),
                                shown("OURS").issued("2"),
                                shown("LATER").issued("3")))
                .on(
                        "GET /tls/certificate/THEIRS/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(OTHER_KEY)))
                .on("GET /tls/certificate/LATER/download/pem", Said.refusal(409, "not ready"));
        assertThat(candidates(regfish.orders().reconcile(attempt))).containsExactly("OURS", "LATER");

        desk.on(
                "GET /tls/certificate/OURS/download/pem",
                RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(KEY)));
        assertThat(regfish.orders().reconcile(attempt)).isInstanceOfSatisfying(Placed.class, proven -> {
            assertThat(proven.id().providerId()).isEqualTo("OURS");
            assertThat(proven.id().keySha256()).isEqualTo(KEY.csr().keySha256());
        });
    }

    @Test
    void two_issued_certificates_for_our_key_are_both_told() {
        Attempt attempt = lost();
        desk.on(
                        LIST,
                        RegfishCertificateJson.list(
                                shown("ONE").issued("1"),
                                shown("ALIKE"),
                                shown("TWO").issued("2")))
                .on(
                        "GET /tls/certificate/ONE/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(KEY)))
                .on(
                        "GET /tls/certificate/TWO/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(KEY)));
        assertThat(candidates(regfish.orders().reconcile(attempt))).containsExactly("ONE", "TWO");
    }

    @Test
    void a_certificate_that_was_reissued_since_proves_nothing_by_its_key() {
        Attempt attempt = lost();
        desk.on(LIST, RegfishCertificateJson.list(shown("ALIKE").issued("1").reissue(3, "issued")))
                .on(
                        "GET /tls/certificate/ALIKE/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(OTHER_KEY)));
        assertThat(candidates(regfish.orders().reconcile(attempt))).containsExactly("ALIKE");
    }

    @Test
    void an_id_that_was_seen_is_looked_at_before_anything_else() {
        OrderRequest request = order(KEY);
        SpendRequest wish = SpendRequest.of(Intent.of("crashed"), source.target(), request);
        Attempt attempt = book.begin(
                OperationRef.of("regfish", "createCertificate"),
                wish,
                SpendTerms.of(SpendType.ORDER, Duration.ofSeconds(60), Duration.ofSeconds(120)));
        OrderId seen = new ResellerAccount("regfish", source.environment(), "-").orderId("SEEN", request);
        book.answered(attempt, new Attempt.Head(200, "location: /tls/certificate/SEEN"), Optional.of(seen));
        desk.on("GET /tls/certificate/SEEN", shown("SEEN").said())
                .on(LIST, RegfishCertificateJson.list(shown("SEEN"), shown("ELSE")));

        Attempt unresolved = book.unresolved().get(0);
        assertThat(candidates(regfish.orders().reconcile(unresolved))).containsExactly("SEEN");
        desk.on(
                "GET /tls/certificate/SEEN",
                RegfishCertificateJson.pending("SEEN", "SSL123", "www.example.org")
                        .said());
        assertThat(candidates(regfish.orders().reconcile(unresolved))).contains("ELSE");
    }

    @Test
    void a_list_that_cannot_be_read_is_no_answer() {
        Attempt attempt = lost();
        for (Said broken : List.of(Said.refusal(500, "down"), Said.json(200, "{\"success\":false}"), Said.lost())) {
            desk.on(LIST, broken);
            assertThatThrownBy(() -> regfish.orders().reconcile(attempt)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void a_renewal_is_never_its_own_source() {
        desk.on(LIST, RegfishCertificateJson.list());
        OrderRequest renewal =
                OrderRequest.renewal(source, "RapidSSL").csr(KEY.csr()).build();
        catchThrowable(() -> regfish.order(Intent.of("lost"), renewal, Spending.unquoted()));
        desk.on(LIST, RegfishCertificateJson.list(shown("BEFORE"), shown("AFTER")));
        assertThat(candidates(regfish.orders().reconcile(book.unresolved().get(0))))
                .containsExactly("AFTER");
    }

    @Test
    void a_changed_reissue_is_a_candidate_and_a_certificate_for_our_key_the_proof() {
        X509Certificate old = RegfishCertificateJson.leaf(OTHER_KEY);
        RegfishCertificateJson before =
                shown("BEFORE").issued(RegfishCertificateJson.serial(old)).reissue(17, "issued");
        desk.on("GET /tls/certificate/BEFORE", before.said())
                .on("POST /tls/certificate/BEFORE/reissue", Said.lost())
                .on("GET /tls/certificate/BEFORE/download/pem", RegfishCertificateJson.bundle(old));
        OrderRequest reissue =
                OrderRequest.reissue(source).csr(KEY.csr()).oldMayBeRevoked().build();
        catchThrowable(() -> regfish.order(Intent.of("lost"), reissue, Spending.unquoted()));
        Attempt attempt = book.unresolved().get(0);
        assertThat(regfish.orders().reconcile(attempt)).isInstanceOf(NotListed.class);

        desk.on("GET /tls/certificate/BEFORE", before.reissue(18, "pending").said());
        assertThat(regfish.orders().reconcile(attempt))
                .isInstanceOfSatisfying(
                        Candidates.class,
                        changed -> assertThat(changed.ids())
                                .singleElement()
                                .satisfies(
                                        id -> assertThat(id.oldSerial()).isEqualTo(RegfishCertificateJson.serial(old)))
                                .satisfies(id -> assertThat(id.keySha256())
                                        .isEqualTo(KEY.csr().keySha256())));

        KeyAndCsr theirs = KeyAndCsr.ecP256("www.example.com");
        desk.on(
                "GET /tls/certificate/BEFORE/download/pem",
                RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(theirs)));
        assertThat(regfish.orders().reconcile(attempt)).isInstanceOf(Candidates.class);
        desk.on(
                "GET /tls/certificate/BEFORE/download/pem",
                RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(KEY)));
        assertThat(regfish.orders().reconcile(attempt)).isInstanceOf(Placed.class);
    }

    @Test
    void an_attempt_sent_elsewhere_is_refused() {
        Attempt attempt = lost();
        try (CertificateReseller labelled = Regfish.connect(
                ScriptedRegfishServer.KEY,
                book,
                desk.options().toBuilder().account("other").build())) {
            desk.forget();
            assertThatThrownBy(() -> labelled.orders().reconcile(attempt)).isInstanceOf(IllegalArgumentException.class);
            assertThat(desk.routes()).isEmpty();
        }
    }

    private Attempt lost() {
        catchThrowable(() -> regfish.order(Intent.of("lost"), order(KEY), Spending.unquoted()));
        assertThat(desk.writes()).hasSize(1);
        return book.unresolved().get(0);
    }

    private static List<String> candidates(Reconciliation found) {
        assertThat(found).isInstanceOf(Candidates.class);
        return ((Candidates) found).ids().stream().map(id -> id.providerId()).toList();
    }

    private static OrderRequest order(KeyAndCsr key) {
        return OrderRequest.builder("RapidSSL")
                .csr(key.csr())
                .validity(Validity.days(199))
                .build();
    }

    private static RegfishCertificateJson shown(String id) {
        return RegfishCertificateJson.pending(id, "RapidSSL", "www.example.com");
    }
}
