package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stops a reissue, and what leaves nobody knowing about it. */
class RegfishReissueRefusalsTest {

    private static final Intent INTENT = Intent.of("shop-4711/reissue");
    private static final String CERTIFICATE = "GET /tls/certificate/OLD";
    private static final String REISSUE = "POST /tls/certificate/OLD/reissue";
    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com", "example.com");

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());
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
    void the_key_of_the_old_certificate_is_refused_because_it_could_not_tell_the_new_one() {
        desk.on(CERTIFICATE, old().said())
                .on(
                        "GET /tls/certificate/OLD/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(KEY)));
        assertThatThrownBy(this::reissue)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("new key");
        assertThat(desk.writes()).isEmpty();
    }

    @Test
    void nothing_is_reissued_that_is_not_issued_or_is_being_reissued() {
        for (RegfishCertificateJson other :
                List.of(shown(), old().flag("reissue_supported", false), old().with("status", "rejected"))) {
            desk.on(CERTIFICATE, other.said());
            assertThatThrownBy(this::reissue)
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("nothing was sent");
        }
        desk.on(CERTIFICATE, old().reissue(17, "processing").said());
        assertThatThrownBy(this::reissue)
                .isInstanceOf(PossibleDuplicateException.class)
                .hasMessageContaining("17");
        assertThat(desk.writes()).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void what_a_reissue_cannot_be_is_refused_before_any_byte() {
        OrderRequest silent = OrderRequest.reissue(source).csr(KEY.csr()).build();
        assertThatThrownBy(() -> regfish.order(
                        INTENT, silent.toBuilder().validity(Validity.months(6)).build(), Spending.unquoted()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        no -> assertThat(no.violations())
                                .extracting(violation -> violation.field())
                                .containsExactly("reissue", "validity"));
        assertThatThrownBy(() -> regfish.order(
                        INTENT,
                        request.toBuilder()
                                .dcv(DcvMethod.email("admin@example.com"))
                                .build(),
                        Spending.unquoted()))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("e-mail");
        assertThatThrownBy(() -> regfish.order(INTENT, request, Spending.upTo("EUR", "1.00")))
                .isInstanceOf(UnsupportedException.class);
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void a_reissue_of_a_certificate_elsewhere_is_refused_before_anything_is_sent() {
        CertificateId elsewhere = new CertificateId("regfish", "live", "-", "OLD");
        OrderRequest theirs =
                OrderRequest.reissue(elsewhere).csr(KEY.csr()).oldMayBeRevoked().build();
        assertThatThrownBy(() -> regfish.order(INTENT, theirs, Spending.unquoted()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("nothing was sent: the certificate is at regfish live");
        assertThat(desk.routes()).isEmpty();
    }

    @Test
    void other_names_are_refused_before_anything_is_reissued() {
        desk.on(CERTIFICATE, old().said());
        OrderRequest other = request.toBuilder()
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .build();
        assertThatThrownBy(() -> regfish.order(INTENT, other, Spending.unquoted()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("example.com");
        assertThat(desk.writes()).isEmpty();
    }

    @Test
    void a_conflict_or_a_no_inside_a_200_is_unknown() {
        String no = "{\"success\":false,\"response\":{\"id\":\"OLD\"}}";
        desk.on(CERTIFICATE, old().said());
        for (Said odd : List.of(Said.refusal(409, "under way"), Said.json(200, no), Said.json(200, "<html>"))) {
            desk.on(REISSUE, odd);
            Intent intent = Intent.of("odd " + desk.routes().size());
            OrderRequest fresh = request.toBuilder()
                    .csr(KeyAndCsr.ecP256("www.example.com", "example.com").csr())
                    .build();
            assertThatThrownBy(() -> regfish.order(intent, fresh, Spending.unquoted()))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            unknown -> assertThat(unknown.seenId()).isEmpty());
        }
        assertThat(book.unresolved()).hasSize(3).allMatch(attempt -> attempt.state() == Attempt.State.UNKNOWN);
        assertThat(desk.writes()).hasSize(3);
    }

    private Order reissue() {
        return regfish.order(INTENT, request, Spending.unquoted());
    }

    private static RegfishCertificateJson shown() {
        return RegfishCertificateJson.pending("OLD", "RapidSSL", "www.example.com", "example.com", "www.example.com");
    }

    private static RegfishCertificateJson old() {
        return shown().issued("0ABC");
    }
}
