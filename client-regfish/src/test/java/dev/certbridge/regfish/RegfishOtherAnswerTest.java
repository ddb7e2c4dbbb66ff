package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishDns;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A certificate or record with another id than the one that was asked for is somebody else's, whatever else it shows. */
class RegfishOtherAnswerTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com");
    private static final String DNS = "/dns/rr/17";

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void the_certificate_of_another_customer_is_not_shown_as_the_one_that_was_asked_for() {
        desk.on("GET /tls/certificate/OURS", shown("THEIRS").issued("0a").said());

        assertThatThrownBy(() -> regfish.orders().get(order("OURS")))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("OURS was asked for and THEIRS came");
        assertThatThrownBy(() -> regfish.certificates().get(certificate("OURS")))
                .isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(() ->
                        regfish.order(INTENT, OrderRequest.completion(order("OURS"), "hdl_1"), Spending.unquoted()))
                .isInstanceOf(BrokenContractException.class);
        OrderRequest reissue = OrderRequest.reissue(certificate("OURS"))
                .csr(KEY.csr())
                .oldMayBeRevoked()
                .build();
        assertThatThrownBy(() -> regfish.order(INTENT, reissue, Spending.unquoted()))
                .isInstanceOf(BrokenContractException.class);
        assertThat(desk.writes()).isEmpty();
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void one_that_does_not_say_its_id_is_the_one_that_was_asked_for() {
        desk.on("GET /tls/certificate/OURS", shown("OURS").without("id").said());
        assertThat(regfish.orders().get(order("OURS")).id().providerId()).isEqualTo("OURS");
    }

    @Test
    void a_reissue_that_is_answered_with_another_certificate_is_unknown() {
        KeyAndCsr old = KeyAndCsr.ecP256("www.example.com");
        desk.on("GET /tls/certificate/OURS", shown("OURS").issued("0a").said())
                .on(
                        "GET /tls/certificate/OURS/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(old)))
                .on("POST /tls/certificate/OURS/reissue", shown("THEIRS").said());
        OrderRequest reissue = OrderRequest.reissue(certificate("OURS"))
                .csr(KEY.csr())
                .oldMayBeRevoked()
                .build();

        assertThatThrownBy(() -> regfish.order(INTENT, reissue, Spending.unquoted()))
                .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                    assertThat(unknown.accepted()).isTrue();
                    assertThat(unknown.seenId()).isEmpty();
                });
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void a_leaf_for_other_names_tells_no_serial_number_of_the_certificate() {
        KeyAndCsr other = KeyAndCsr.ecP256("www.example.net");
        desk.on("GET /tls/certificate/OURS", shown("OURS").issued("0a").said())
                .on(
                        "GET /tls/certificate/OURS/download/pem",
                        RegfishCertificateJson.bundle(RegfishCertificateJson.leaf(other)))
                .on("POST /tls/certificate/OURS/reissue", shown("OURS").said());
        OrderRequest reissue = OrderRequest.reissue(certificate("OURS"))
                .csr(KEY.csr())
                .oldMayBeRevoked()
                .build();

        assertThat(regfish.order(INTENT, reissue, Spending.unquoted()).id().oldSerial())
                .isEqualTo("a");
    }

    @Test
    void an_answer_that_shows_another_certificate_than_it_names_keeps_the_id_it_names() {
        desk.on("GET /tls/certificate", RegfishCertificateJson.list())
                .on("POST /tls/certificate", request -> shown("THEIRS").said())
                .locating("POST /tls/certificate", "/tls/certificate/OURS");
        OrderRequest request = OrderRequest.builder("RapidSSL")
                .csr(KEY.csr())
                .validity(Validity.days(199))
                .build();

        assertThatThrownBy(() -> regfish.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        unknown -> assertThat(unknown.seenId().map(OrderId::providerId))
                                .contains("OURS"))
                .hasMessageContaining("shows certificate THEIRS");
        assertThat(regfish.order(INTENT, request, Spending.unquoted()).id().providerId())
                .isEqualTo("OURS");
        assertThat(desk.writes()).hasSize(1);
    }

    @Test
    void a_record_with_another_id_is_neither_taken_for_ours_nor_removed() throws Exception {
        DnsRecord record = new DnsRecord("_dnsauth.www.example.com", "CNAME", "token.example.net", false);
        String ours = "{\"id\":%d,\"name\":\"_dnsauth.www.example.com.\",\"type\":\"CNAME\",\"data\":\"%s.\","
                + "\"annotation\":\"certbridge default: domain validation, removed after issuance\"}";
        desk.on(
                        "GET /dns/www.example.com/rr",
                        ScriptedRegfishServer.Said.response("[" + ours.formatted(17, "token.example.net") + "]"))
                .on("GET " + DNS, ScriptedRegfishServer.Said.response(ours.formatted(18, "token.example.net")));
        try (RegfishDns dns = Regfish.dns(ScriptedRegfishServer.KEY, desk.options())) {
            dns.publish(record).close();
            dns.withdraw(record);
            assertThat(desk.writes()).isEmpty();

            desk.on(
                            "GET /dns/www.example.com/rr",
                            ScriptedRegfishServer.Said.response("[" + ours.formatted(17, "old.example.net") + "]"))
                    .on("PATCH " + DNS, ScriptedRegfishServer.Said.response(ours.formatted(18, "token.example.net")));
            assertThatThrownBy(() -> dns.publish(record))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("record 18");
        }
    }

    private static RegfishCertificateJson shown(String id) {
        return RegfishCertificateJson.pending(id, "RapidSSL", "www.example.com");
    }

    private CertificateId certificate(String id) {
        return new CertificateId("regfish", desk.options().uri().orElseThrow().getAuthority(), "-", id);
    }

    private OrderId order(String id) {
        return new OrderId("regfish", certificate(id).environment(), "-", OrderId.Kind.ORDER, id, "-", "-");
    }
}
