package dev.certbridge.regfish;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.regfish.RegfishCertificateJson.bundle;
import static dev.certbridge.regfish.RegfishCertificateJson.leaf;
import static dev.certbridge.regfish.RegfishCertificateJson.list;
import static dev.certbridge.regfish.RegfishCertificateJson.pending;
import static dev.certbridge.regfish.RegfishCertificateJson.refusal;
import static dev.certbridge.regfish.RegfishCertificateJson.serial;
import static dev.certbridge.regfish.RegfishCertificateJson.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.fixture.ScriptedServer;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Proofs, candidates and ignored orders of {@code reconcile}. */
class RegfishReconcileTest extends ScriptedRegfishTest {

    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com");
    private static final KeyAndCsr OTHER_KEY = KeyAndCsr.ecP256("www.example.com");

    private final CertificateId source = certificateId("BEFORE");

    @BeforeEach
    void open() {
        server.on(LIST, list(shown("BEFORE").issued("abc"))).on(ORDER, Response.DROPPED);
    }

    @Test
    void without_a_new_order_it_is_not_listed() {
        Attempt attempt = lost();
        requireNotListed(attempt);
        assertThat(book.unresolved()).containsExactly(attempt);
    }

    @Test
    void a_new_and_equal_order_is_a_candidate_and_no_other() {
        Attempt attempt = lost();
        server.on(ORDER, shown("CLAIMED").response());
        OrderRequest claim = request(OTHER_KEY).toBuilder().allowingDuplicate().build();
        order(Intent.of("claims"), claim);
        lists(
                shown("BEFORE").issued("abc"),
                shown("CLAIMED"),
                pending("PRODUCT", "SSL123", "www.example.com"),
                pending("NAMES", "RapidSSL", "www.example.com", "shop.example.com"),
                shown("TERM").days(90),
                shown("ALIKE").days(199),
                pending("TOO", "rapidssl", "WWW.example.com", "www.example.com"),
                pending("TWIN", "RapidSSL", "example.com", "www.example.com"),
                pending("BARE", "RapidSSL", "example.com"),
                pending("WITHOUT", "", "www.example.com"),
                shown("NAMELESS").without("common_name").without("dns_names"),
                pending("OTHER", "RapidSSL", "shop.example.com").without("dns_names"));

        requireCandidates(attempt, "ALIKE", "TOO", "TWIN", "WITHOUT", "NAMELESS");
        book.settle(attempt, Reconciliation.placed(candidates(attempt).get(0)));
        assertThat(order(attempt.intent(), request(KEY)).id().providerId()).isEqualTo("ALIKE");
    }

    @Test
    void an_issued_certificate_for_our_key_is_proof_and_one_for_another_key_is_not_ours() {
        Attempt attempt = lost();
        server.on(
                        LIST,
                        list(
                                shown("THEIRS").issued("1"),
                                shown("OURS").issued("2"),
                                shown("LATER").issued("3")))
                .on("GET /tls/certificate/THEIRS/download/pem", bundle(leaf(OTHER_KEY)))
                .on("GET /tls/certificate/LATER/download/pem", refusal(409, "not ready"));
        requireCandidates(attempt, "OURS", "LATER");

        delivers("OURS", KEY);
        assertThat(placed(attempt))
                .extracting(OrderId::providerId, OrderId::keySha256)
                .containsExactly("OURS", KEY.csr().keySha256());
    }

    @Test
    void two_issued_certificates_for_our_key_are_candidates() {
        Attempt attempt = lost();
        server.on(
                        LIST,
                        list(
                                shown("ONE").issued("1"),
                                shown("ALIKE"),
                                shown("TWO").issued("2")))
                .on("GET /tls/certificate/ONE/download/pem", bundle(leaf(KEY)))
                .on("GET /tls/certificate/TWO/download/pem", bundle(leaf(KEY)));
        requireCandidates(attempt, "ONE", "TWO");
    }

    @Test
    void a_certificate_that_was_reissued_since_proves_nothing_by_its_key() {
        Attempt attempt = lost();
        server.on(LIST, list(shown("ALIKE").issued("1").reissue(3, "issued")))
                .on("GET /tls/certificate/ALIKE/download/pem", bundle(leaf(OTHER_KEY)));
        requireCandidates(attempt, "ALIKE");
    }

    @Test
    void an_id_in_the_response_is_read_before_the_list() {
        answered(request(KEY));
        server.on("GET /tls/certificate/SEEN", shown("SEEN").response()).on(LIST, list(shown("SEEN"), shown("ELSE")));

        Attempt unresolved = book.unresolved().get(0);
        requireCandidates(unresolved, "SEEN");
        server.on(
                "GET /tls/certificate/SEEN",
                pending("SEEN", "SSL123", "www.example.org").response());
        assertThat(candidates(unresolved)).extracting(OrderId::providerId).contains("ELSE");
    }

    @Test
    void an_unreadable_list_is_an_error() {
        Attempt attempt = lost();
        for (Response broken :
                List.of(refusal(500, "down"), Response.of(200, "{\"success\":false}"), Response.DROPPED)) {
            server.on(LIST, broken);
            requireThrown(RuntimeException.class, () -> reseller.orders().reconcile(attempt));
        }
    }

    @Test
    void a_renewal_is_never_its_own_source() {
        lists();
        Attempt attempt =
                lost(OrderRequest.renewal(source, "RapidSSL").csr(KEY.csr()).build());
        lists(shown("BEFORE"), shown("AFTER"));
        requireCandidates(attempt, "AFTER");
    }

    @Test
    void a_changed_reissue_is_a_candidate_and_a_certificate_for_our_key_is_the_proof() {
        X509Certificate old = leaf(OTHER_KEY);
        RegfishCertificateJson before = shown("BEFORE").issued(serial(old)).reissue(17, "issued");
        server.on("GET /tls/certificate/BEFORE", before.response())
                .on("POST /tls/certificate/BEFORE/reissue", Response.DROPPED)
                .on("GET /tls/certificate/BEFORE/download/pem", bundle(old));
        Attempt attempt = lost(reissue(source, KEY.csr()));
        requireNotListed(attempt);

        server.on("GET /tls/certificate/BEFORE", before.reissue(18, "pending").response());
        assertThat(candidates(attempt))
                .extracting(OrderId::oldSerial, OrderId::keySha256)
                .containsExactly(tuple(serial(old), KEY.csr().keySha256()));

        delivers("BEFORE", KeyAndCsr.ecP256("www.example.com"));
        candidates(attempt);
        delivers("BEFORE", KEY);
        placed(attempt);
    }

    @Test
    void an_attempt_of_another_account_is_refused() {
        Attempt attempt = lost();
        try (CertificateReseller labelled = Regfish.connect(
                ScriptedServer.KEY,
                book,
                server.options().toBuilder().account("other").build())) {
            server.forget();
            requireThrown(
                    IllegalArgumentException.class, () -> labelled.orders().reconcile(attempt));
            assertThat(server.routes()).isEmpty();
        }
    }

    private Attempt lost() {
        return lost(request(KEY));
    }

    private Attempt lost(OrderRequest asked) {
        catchThrowable(() -> order(Intent.of("lost"), asked));
        assertThat(server.writes()).hasSize(1);
        return book.unresolved().get(0);
    }

    private static OrderRequest request(KeyAndCsr key) {
        return request(key.csr()).toBuilder().validity(Validity.days(199)).build();
    }

    @Test
    void an_id_in_the_response_is_found_in_the_list_if_it_cannot_be_read_alone() {
        OrderId seen = answered(request(KEY.csr()));
        assertThat(book.orders(source.target(), "SEEN")).isNotEmpty();
        lists(shown("SEEN"));

        assertThat(candidates(book.unresolved().get(0))).containsExactly(seen);
    }

    @Test
    void a_reissue_is_a_candidate_while_its_file_is_not_available() {

        RegfishCertificateJson old = shown("BEFORE").issued("0A");
        server.on("GET /tls/certificate/BEFORE", old.response())
                .on("POST /tls/certificate/BEFORE/reissue", Response.DROPPED);
        Attempt attempt = lost(reissue(source, KEY.csr()));

        server.on(
                        "GET /tls/certificate/BEFORE",
                        old.flag("certificate_pem_available", false)
                                .reissue(18, "processing")
                                .response())
                .on("GET /tls/certificate/BEFORE/download/pem", refusal(410, "gone"));
        server.forget();

        candidates(attempt);
        assertThat(server.routes()).containsExactly("GET /tls/certificate/BEFORE");
    }

    /** Records an attempt whose response named order SEEN before the process ended. */
    private OrderId answered(OrderRequest request) {
        Attempt attempt = begin(SpendType.ORDER, SpendRequest.of(Intent.of("crashed"), source.target(), request));
        OrderId seen = new ResellerAccount("regfish", server.host(), "-").orderId("SEEN", request);
        book.settle(attempt, Attempt.State.UNKNOWN, Optional.of(seen));
        return seen;
    }
}
