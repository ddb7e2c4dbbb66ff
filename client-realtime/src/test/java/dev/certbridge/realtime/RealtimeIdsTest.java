package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.RevocationReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of processes and of certificates are both numbers, and the same numbers. Nothing takes one for the other. */
class RealtimeIdsTest {

    private static final String REVOKE = "DELETE /v2/ssl/certificates/8";

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final CertificateReseller realtime = server.connect(OrderBooks.inMemory());
    private final Csr csr = TestClient.key("www.example.com").csr();

    RealtimeIdsTest() {
        server.process(8, "COMPLETED", TestClient.key("www.example.org").csr());
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr);
    }

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void a_certificate_is_found_with_its_serial_number_and_state() {
        Certificate found = realtime.certificates().get(certificate("8"));
        assertThat(found.state()).isEqualTo(Certificate.State.ACTIVE);
        assertThat(found.orderId()).contains("7");
        assertThat(found.names()).containsExactly("www.example.com");
        String serial = found.serial().orElseThrow();
        server.certificates.get(0).put("status", "REISSUED");
        assertThat(realtime.certificates().get(certificate("8")).state()).isEqualTo(Certificate.State.REPLACED);
        assertThat(serial).matches("[1-9a-f][0-9a-f]*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-29T12:00:00", "29.11.2026", "soon"})
    void a_date_that_is_not_readable_makes_nothing_unreadable(String date) {
        Certificate usual = realtime.certificates().get(certificate("8"));
        server.certificates.get(0).put("startDate", date).put("expiryDate", date);
        server.processes.get(0).put("createdDate", date).put("updatedDate", date);
        server.ignored.add("expiryDate:lt");
        assertThat(realtime.certificates().get(certificate("8"))).isEqualTo(usual);
        assertThat(realtime.certificates().expiringBefore(usual.notAfter().orElseThrow()))
                .as("it ends a second too late by its own word")
                .isEmpty();
        server.certificates.get(0).remove("certificate");
        assertThat(realtime.certificates().expiringBefore(Instant.EPOCH))
                .as("nobody tells when it ends")
                .extracting(Certificate::id)
                .containsExactly(certificate("8"));
        assertThat(realtime.orders().list()).hasSize(2);
    }

    @Test
    void a_serial_number_in_any_notation_revokes_and_is_sent_once_with_the_reason() {
        String serial = realtime.certificates().get(certificate("8")).serial().orElseThrow();
        String noted =
                ("00" + serial).toUpperCase().replaceAll("(?<=\\G..)", ":").replaceAll(":$", "");
        realtime.certificates().revoke(certificate("8"), noted, RevocationReason.SUPERSEDED);
        assertThat(server.count(REVOKE)).isEqualTo(1);
        assertThat(server.bodies.get(server.requests.indexOf(REVOKE))).isEqualTo("{\"reason\":\"SUPERSEDED\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "not hex", "8"})
    void another_serial_number_revokes_nothing(String serial) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> realtime.certificates().revoke(certificate("8"), serial, RevocationReason.UNSPECIFIED))
                .withMessageContaining("nothing was");
        assertThat(server.count(REVOKE)).isZero();
    }

    @Test
    void a_certificate_that_is_revoked_already_is_not_revoked_again() {
        String serial = realtime.certificates().get(certificate("8")).serial().orElseThrow();
        server.certificates.get(0).put("status", "REVOKED");
        assertThatThrownBy(() -> realtime.certificates().revoke(certificate("8"), serial, RevocationReason.UNSPECIFIED))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("certificate 8 is already revoked");
        assertThat(server.count(REVOKE)).isZero();
    }

    @Test
    void a_certificate_that_cannot_be_read_is_not_revoked() {
        server.certificates.get(0).put("certificate", "-----BEGIN");
        assertThatThrownBy(() -> realtime.certificates().revoke(certificate("8"), "1", RevocationReason.UNSPECIFIED))
                .isInstanceOf(BrokenContractException.class);
        assertThat(server.count(REVOKE)).isZero();
    }

    @Test
    void a_certificate_of_another_place_is_refused_before_anything_is_sent() {
        for (CertificateId other : List.of(
                new CertificateId("realtime", "live", ScriptedRealtimeServer.CUSTOMER, "8"),
                new CertificateId("realtime", certificate("8").environment(), "else", "8"),
                new CertificateId("regfish", certificate("8").environment(), ScriptedRealtimeServer.CUSTOMER, "8"),
                certificate("8/download"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> realtime.certificates().get(other));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> realtime.certificates().revoke(other, "1", RevocationReason.UNSPECIFIED));
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void an_order_of_another_place_is_refused_before_anything_is_sent() {
        OrderId other =
                new OrderId("realtime", "ote", ScriptedRealtimeServer.CUSTOMER, OrderId.Kind.ORDER, "7", "-", "-");
        for (Runnable use : Stream.<Runnable>of(
                        () -> realtime.orders().get(other),
                        () -> realtime.orders().cancel(other),
                        () -> realtime.orders().download(other),
                        () -> realtime.orders().await(other, Duration.ofSeconds(1), RealtimeIdsTest::publish))
                .toList()) {
            assertThatIllegalArgumentException().isThrownBy(use::run);
        }
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "process:eq", "process:eq order id:gt"})
    void an_ignored_process_filter_gives_nobody_elses_certificate(String ignored) {
        server.ignored.addAll(List.of(ignored.split(" ")));
        assertThatThrownBy(() -> realtime.orders().download(order("8")))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.reason()).isEqualTo(ConflictException.Reason.NOT_READY));
        assertThat(realtime.orders().get(order("8")).certificate()).isEmpty();
        assertThat(realtime.orders().get(order("7")).certificate()).contains(certificate("8"));
    }

    @Test
    void a_process_about_something_else_is_neither_found_nor_cancelled() {
        server.process(9, "example.com", "SUSPENDED").put("type", "domain");
        assertThatThrownBy(() -> realtime.orders().get(order("9"))).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> realtime.orders().cancel(order("9"))).isInstanceOf(NotFoundException.class);
        assertThat(server.count("DELETE /v2/processes/9")).isZero();
    }

    @Test
    void an_order_is_cancelled_once() {
        server.process(9, "www.example.net", "SUSPENDED");
        realtime.orders().cancel(order("9"));
        assertThat(server.count("DELETE /v2/processes/9")).isEqualTo(1);
    }

    @Test
    void there_is_nothing_to_complete() {
        assertThatThrownBy(() -> realtime.order(
                        dev.certbridge.reseller.order.Intent.of("1"),
                        OrderRequest.completion(order("7"), "x"),
                        dev.certbridge.reseller.order.Spending.unquoted()))
                .isInstanceOf(UnsupportedException.class);
        assertThat(server.requests).isEmpty();
    }

    private CertificateId certificate(String number) {
        return new CertificateId(
                "realtime",
                server.options().uri().orElseThrow().getAuthority(),
                ScriptedRealtimeServer.CUSTOMER,
                number);
    }

    private OrderId order(String number) {
        return new OrderId(
                "realtime",
                certificate("1").environment(),
                ScriptedRealtimeServer.CUSTOMER,
                OrderId.Kind.ORDER,
                number,
                "-",
                "-");
    }

    private static AutoCloseable publish(DomainValidation.DnsRecord record) {
        return () -> {};
    }
}
