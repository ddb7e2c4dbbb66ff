package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireConflict;
import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.ConflictException.Reason;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates and processes have the same numbers as ids, and neither is taken for the other. */
class RealtimeCertificatesTest extends ScriptedRealtimeTest {

    private static final String REVOKE = "DELETE /v2/ssl/certificates/8";

    private final ObjectNode listed;

    RealtimeCertificatesTest() {
        server.process(8, "COMPLETED", csr("www.example.org"));
        server.process(7, "COMPLETED", csr);
        listed = server.certificate(8, 7, csr);
    }

    @Test
    void a_certificate_is_found_with_its_serial_number_and_state() {
        Certificate found = certificate();
        assertThat(found.state()).isEqualTo(Certificate.State.ACTIVE);
        assertThat(found.orderId()).contains("7");
        assertThat(found.names()).containsExactly(NAME);
        String serial = found.serial().orElseThrow();
        listed.put("status", "REISSUED");
        assertThat(certificate().state()).isEqualTo(Certificate.State.REPLACED);
        assertThat(serial).matches("[1-9a-f][0-9a-f]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-29T12:00:00", "29.11.2026", "soon"})
    void an_unreadable_date_makes_nothing_else_unreadable(String date) {
        Certificate usual = certificate();
        listed.put("startDate", date).put("expiryDate", date);
        server.processes.get(0).put("createdDate", date).put("updatedDate", date);
        server.ignored.add("expiryDate:lt");
        assertThat(certificate()).isEqualTo(usual);
        assertThat(reseller.certificates().expiringBefore(usual.notAfter().orElseThrow()))
                .as("its PEM has the end, which is not before itself")
                .isEmpty();
        listed.remove("certificate");
        assertThat(reseller.certificates().expiringBefore(Instant.EPOCH))
                .as("without any readable end it is listed")
                .extracting(Certificate::id)
                .containsExactly(certificateId("8"));
        assertThat(reseller.orders().list()).hasSize(2);
    }

    @Test
    void a_serial_number_in_any_notation_revokes_and_is_sent_once_with_the_reason() {
        String serial = certificate().serial().orElseThrow();
        String noted =
                ("00" + serial).toUpperCase().replaceAll("(?<=\\G..)", ":").replaceAll(":$", "");
        reseller.certificates().revoke(certificateId("8"), noted, RevocationReason.SUPERSEDED);
        assertThat(server.count(REVOKE)).isEqualTo(1);
        assertThat(server.body(REVOKE)).isEqualTo("{\"reason\":\"SUPERSEDED\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "not hex", "8"})
    void another_serial_number_revokes_nothing(String serial) {
        requireThrown(IllegalArgumentException.class, () -> revoke(serial), "nothing was");
        assertThat(server.count(REVOKE)).isZero();
    }

    @Test
    void a_revoked_certificate_is_not_revoked_again() {
        String serial = certificate().serial().orElseThrow();
        listed.put("status", "REVOKED");
        requireThrown(ConflictException.class, () -> revoke(serial), "certificate 8 is already revoked");
        assertThat(server.count(REVOKE)).isZero();
    }

    @Test
    void an_unreadable_certificate_is_not_revoked() {
        listed.put("certificate", "-----BEGIN");
        requireThrown(BrokenContractException.class, () -> revoke("1"));
        assertThat(server.count(REVOKE)).isZero();
    }

    @Test
    void a_certificate_of_another_account_is_refused_before_anything_is_sent() {
        for (CertificateId other : List.of(
                new CertificateId("realtime", "live", ScriptedRealtimeServer.CUSTOMER, "8"),
                new CertificateId("realtime", server.host(), "else", "8"),
                new CertificateId("regfish", server.host(), ScriptedRealtimeServer.CUSTOMER, "8"),
                certificateId("8/download"))) {
            requireThrown(
                    IllegalArgumentException.class,
                    () -> reseller.certificates().get(other));
            requireThrown(
                    IllegalArgumentException.class,
                    () -> reseller.certificates().revoke(other, "1", RevocationReason.UNSPECIFIED));
        }
        CertificateId ote = new CertificateId("realtime", "ote", ScriptedRealtimeServer.CUSTOMER, "8");
        OrderRequest renewal = OrderRequest.renewal(ote, "p").csr(csr).build();
        requireThrown(IllegalArgumentException.class, () -> order(renewal));
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void an_order_of_another_environment_is_refused_before_anything_is_sent() {
        OrderId other =
                new OrderId("realtime", "ote", ScriptedRealtimeServer.CUSTOMER, OrderId.Kind.ORDER, "7", "-", "-");
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> reseller.orders().get(other),
                () -> reseller.orders().cancel(other),
                () -> reseller.orders().download(other),
                () -> reseller.orders().await(other, Duration.ofSeconds(1), record -> () -> {}))) {
            requireThrown(IllegalArgumentException.class, use);
        }
        assertThat(server.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "process:eq", "process:eq order id:gt"})
    void an_ignored_process_filter_returns_no_certificate_of_another_order(String ignored) {
        server.ignored.addAll(List.of(ignored.split(" ")));
        requireConflict(Reason.NOT_READY, () -> reseller.orders().download(orderId("8")));
        assertThat(reseller.orders().get(orderId("8")).certificate()).isEmpty();
        assertThat(reseller.orders().get(orderId("7")).certificate()).contains(certificateId("8"));
    }

    @Test
    void a_process_about_a_domain_is_neither_found_nor_cancelled() {
        server.process(9, "example.com", "SUSPENDED").put("type", "domain");
        requireThrown(NotFoundException.class, () -> reseller.orders().get(orderId("9")));
        requireThrown(NotFoundException.class, () -> reseller.orders().cancel(orderId("9")));
        assertThat(server.count("DELETE /v2/processes/9")).isZero();
    }

    @Test
    void an_order_is_cancelled_once() {
        server.process(9, "www.example.net", "SUSPENDED");
        reseller.orders().cancel(orderId("9"));
        assertThat(server.count("DELETE /v2/processes/9")).isEqualTo(1);
    }

    @Test
    void there_is_nothing_to_complete() {
        requireThrown(UnsupportedException.class, () -> order(OrderRequest.completion(orderId("7"), "x")));
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void the_leaf_of_another_certificate_is_neither_returned_nor_revoked_nor_downloaded() {
        String serial = certificate().serial().orElseThrow();
        listed.put("domainName", "www.example.net");

        requireThrown(BrokenContractException.class, () -> certificate());
        requireThrown(BrokenContractException.class, () -> revoke(serial));
        requireThrown(BrokenContractException.class, () -> reseller.orders().download(orderId("7")));
        assertThat(server.writes()).isEmpty();
    }

    @Test
    void a_certificate_with_the_csr_of_an_earlier_issue_can_be_revoked() {
        String serial = certificate().serial().orElseThrow();
        listed.put("csr", csr(NAME).pem());

        revoke(serial);
        assertThat(server.count(REVOKE)).isEqualTo(1);
    }

    @Test
    void the_info_of_another_name_is_refused() {
        server.processes.get(1).put("status", "RUNNING");
        server.info = "{\"commonName\":\"WWW.example.com\"}";
        assertThat(reseller.orders().get(orderId("7")).id()).isEqualTo(orderId("7"));
        server.info = "{\"commonName\":\"www.example.net\",\"validations\":{\"dcv\":[]}}";
        requireThrown(BrokenContractException.class, () -> reseller.orders().get(orderId("7")));
    }

    @Test
    void another_process_than_the_requested_one_proves_no_attempt() {
        Attempt attempt =
                begin(SpendType.ORDER, SpendRequest.of(INTENT, orderId("7").target(), request));
        book.settle(attempt, Attempt.State.UNKNOWN, Optional.of(orderId("7")));
        server.process(9, "RUNNING", csr);
        server.alias = Map.of(7L, 9L);

        Attempt open = book.unresolved().get(0);
        assertThat(open.orderId().map(OrderId::providerId)).contains("7");
        requireThrown(BrokenContractException.class, () -> reseller.orders().reconcile(open));
        requireThrown(BrokenContractException.class, () -> reseller.orders().cancel(orderId("7")));
        assertThat(server.writes()).isEmpty();
    }

    private Certificate certificate() {
        return reseller.certificates().get(certificateId("8"));
    }

    private void revoke(String serial) {
        reseller.certificates().revoke(certificateId("8"), serial, RevocationReason.UNSPECIFIED);
    }
}
