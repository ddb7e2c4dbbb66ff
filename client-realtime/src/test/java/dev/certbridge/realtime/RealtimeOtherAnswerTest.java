package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read is compared with what was asked for: the process, its info, and the leaf of a certificate. */
class RealtimeOtherAnswerTest {

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller realtime = server.connect(book);
    private final Csr csr = TestClient.key("www.example.com").csr();

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void the_leaf_of_another_certificate_is_neither_shown_nor_revoked_nor_handed_out() {
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr);
        String serial = realtime.certificates().get(certificate("8")).serial().orElseThrow();
        server.certificates.get(0).put("domainName", "www.example.net");

        assertThatThrownBy(() -> realtime.certificates().get(certificate("8")))
                .isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(() -> realtime.certificates().revoke(certificate("8"), serial, RevocationReason.UNSPECIFIED))
                .isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(() -> realtime.orders().download(listed("7"))).isInstanceOf(BrokenContractException.class);
        assertThat(server.requests).noneMatch(request -> request.startsWith("DELETE"));
    }

    @Test
    void a_certificate_with_the_csr_of_an_earlier_issue_can_be_revoked() {
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr);
        String serial = realtime.certificates().get(certificate("8")).serial().orElseThrow();
        server.certificates
                .get(0)
                .put("csr", TestClient.key("www.example.com").csr().pem());

        realtime.certificates().revoke(certificate("8"), serial, RevocationReason.UNSPECIFIED);
        assertThat(server.requests)
                .filteredOn(request -> request.startsWith("DELETE"))
                .hasSize(1);
    }

    @Test
    void the_info_of_another_name_is_not_shown_as_what_an_order_waits_for() {
        server.process(7, "www.example.com", "RUNNING");
        server.info = "{\"commonName\":\"WWW.example.com\"}";
        assertThat(realtime.orders().get(listed("7")).id()).isEqualTo(listed("7"));
        server.info = "{\"commonName\":\"www.example.net\",\"validations\":{\"dcv\":[]}}";
        assertThatThrownBy(() -> realtime.orders().get(listed("7"))).isInstanceOf(BrokenContractException.class);
    }

    @Test
    void another_process_than_the_answered_one_is_no_proof_of_an_attempt() {
        OrderRequest request =
                OrderRequest.builder("p").csr(csr).validity(Validity.months(6)).build();
        OperationRef origin = OperationRef.of("realtime", "requestCertificate");
        Attempt attempt = book.begin(
                origin,
                SpendRequest.of(Intent.of("1"), listed("7").target(), request),
                SpendTerms.of(SpendType.ORDER, Duration.ofSeconds(60), Duration.ofSeconds(60)));
        book.settle(attempt, Attempt.State.UNKNOWN, Optional.of(listed("7")));
        server.process(7, "RUNNING", csr).put("id", 9);
        server.alias = Map.of(7L, 9L);

        Attempt open = book.unresolved().get(0);
        assertThat(open.orderId().map(OrderId::providerId)).contains("7");
        assertThatThrownBy(() -> realtime.orders().reconcile(open)).isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(() -> realtime.orders().cancel(listed("7"))).isInstanceOf(BrokenContractException.class);
        assertThat(server.requests).noneMatch(sent -> sent.startsWith("DELETE"));
    }

    private CertificateId certificate(String number) {
        return new CertificateId(
                "realtime",
                server.options().uri().orElseThrow().getAuthority(),
                ScriptedRealtimeServer.CUSTOMER,
                number);
    }

    private OrderId listed(String number) {
        return new OrderId(
                "realtime",
                certificate("1").environment(),
                ScriptedRealtimeServer.CUSTOMER,
                OrderId.Kind.ORDER,
                number,
                "-",
                "-");
    }
}
