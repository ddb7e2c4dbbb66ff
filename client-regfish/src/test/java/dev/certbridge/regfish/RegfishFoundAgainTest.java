package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.conformance.regfish.ScriptedRegfishServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation.Candidates;
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
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An order whose outcome is unknown is found again although a read of it, or its file, is not there yet. */
class RegfishFoundAgainTest {

    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com");

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());
    private final ResellerAccount place =
            new ResellerAccount("regfish", desk.options().uri().orElseThrow().getAuthority(), "-");

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void what_the_attempt_itself_claims_is_found_in_the_list_where_it_cannot_be_read_alone() {
        OrderRequest request = OrderRequest.builder("RapidSSL").csr(KEY.csr()).build();
        Attempt attempt = book.begin(
                OperationRef.of("regfish", "createCertificate"),
                SpendRequest.of(Intent.of("crashed"), place.target(), request),
                SpendTerms.of(SpendType.ORDER, Duration.ofSeconds(60), Duration.ofSeconds(120)));
        OrderId seen = place.orderId("SEEN", request);
        book.answered(attempt, new Attempt.Head(200, "location: /tls/certificate/SEEN"), Optional.of(seen));
        assertThat(book.orders(place.target(), "SEEN")).isNotEmpty();
        desk.on(
                "GET /tls/certificate",
                RegfishCertificateJson.list(RegfishCertificateJson.pending("SEEN", "RapidSSL", "www.example.com")));

        assertThat(regfish.orders().reconcile(book.unresolved().get(0)))
                .isInstanceOfSatisfying(
                        Candidates.class, found -> assertThat(found.ids()).containsExactly(seen));
    }

    @Test
    void a_file_that_is_not_there_is_not_asked_for_and_keeps_nobody_from_finding_the_reissue() {
        CertificateId source = place.certificateId("OLD");
        RegfishCertificateJson old = RegfishCertificateJson.pending("OLD", "RapidSSL", "www.example.com")
                .issued("0A");
        desk.on("GET /tls/certificate/OLD", old.said()).on("POST /tls/certificate/OLD/reissue", Said.lost());
        OrderRequest reissue =
                OrderRequest.reissue(source).csr(KEY.csr()).oldMayBeRevoked().build();
        catchThrowable(() -> regfish.order(Intent.of("lost"), reissue, Spending.unquoted()));

        desk.on(
                        "GET /tls/certificate/OLD",
                        old.flag("certificate_pem_available", false)
                                .reissue(18, "processing")
                                .said())
                .on("GET /tls/certificate/OLD/download/pem", Said.refusal(410, "gone"));
        desk.forget();

        assertThat(regfish.orders().reconcile(book.unresolved().get(0))).isInstanceOf(Candidates.class);
        assertThat(desk.routes()).containsExactly("GET /tls/certificate/OLD");
    }
}
