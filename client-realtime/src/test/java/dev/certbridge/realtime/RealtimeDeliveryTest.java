package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.CertificateWarning;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that is downloaded by its id alone, without the book of whoever ordered it. */
class RealtimeDeliveryTest {

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final CertificateReseller realtime = server.connect(OrderBooks.inMemory());
    private final Csr csr = TestClient.key("www.example.com", "example.com").csr();

    RealtimeDeliveryTest() {
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr);
    }

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.com example.com", "www.example.com", "example.com"})
    void it_is_taken_for_the_ordered_names_and_one_that_was_given_away(String ordered) {
        assertThat(realtime.orders().download(id(sum(ordered))).names()).containsExactlyElementsOf(csr.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"www.example.org", "www.example.com shop.example.com", "www.example.com example.com example.org"
            })
    void it_is_refused_for_other_names_though_the_key_is_right(String ordered) {
        assertThatThrownBy(() -> realtime.orders().download(id(sum(ordered))))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("not what was ordered");
    }

    @Test
    void names_that_the_id_does_not_know_are_not_compared() {
        assertThat(realtime.orders().download(id(OrderId.NONE)).names()).containsExactlyElementsOf(csr.names());
    }

    @Test
    void the_certificate_in_the_listing_is_taken_where_the_download_is_not_readable() {
        server.download = pem -> "pending";
        assertThat(realtime.orders().download(id(OrderId.NONE)).keySha256()).isEqualTo(csr.keySha256());
        assertThat(realtime.orders().download(id(OrderId.NONE)).chain()).hasSize(1);
    }

    @Test
    void a_download_that_nothing_replaces_is_refused_with_the_forms_that_are_read() {
        server.download = pem -> "pending";
        server.certificates.get(0).remove("certificate");
        assertThatThrownBy(() -> realtime.orders().download(id(OrderId.NONE)))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("no certificate found in 7 bytes; expected PEM");
    }

    @Test
    void the_certificate_of_an_authority_is_refused_with_and_without_knowing_the_key() {
        server.download = pem -> ScriptedRealtimeServer.authority();
        server.certificates.get(0).remove("certificate");
        for (OrderId id : List.of(id(OrderId.NONE), id(OrderId.NONE, OrderId.NONE))) {
            assertThatThrownBy(() -> realtime.orders().download(id))
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("only certificates of authorities came");
        }
    }

    @Test
    void an_expired_certificate_and_one_of_tomorrow_are_delivered_with_a_warning() {
        Instant now = ScriptedRealtimeServer.now();
        assertThat(realtime.orders().download(id(OrderId.NONE)).warnings()).isEmpty();
        server.certificates.clear();
        server.certificate(8, 7, csr, now.minus(Duration.ofDays(90)), now.minus(Duration.ofDays(1)));
        assertThat(realtime.orders().download(id(OrderId.NONE)).warnings())
                .extracting(CertificateWarning::kind)
                .containsExactly(CertificateWarning.Kind.EXPIRED);
        server.certificates.clear();
        server.certificate(8, 7, csr, now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(90)));
        assertThat(realtime.orders().download(id(OrderId.NONE)).warnings())
                .extracting(CertificateWarning::kind)
                .containsExactly(CertificateWarning.Kind.NOT_YET_VALID);
    }

    @Test
    void another_term_than_the_one_ordered_is_delivered_with_a_warning() {
        Instant now = ScriptedRealtimeServer.now();
        server.processes.clear();
        server.certificates.clear();
        OrderId id = realtime.order(
                        Intent.of("shop-4711/1"),
                        OrderRequest.builder("p")
                                .csr(csr)
                                .validity(Validity.months(12))
                                .build(),
                        Spending.upTo("EUR", "25.00"))
                .id();
        server.process(4711, "COMPLETED", csr);
        server.certificate(8, 4711, csr, now, now.plus(Duration.ofDays(90)));
        assertThat(realtime.orders().download(id).warnings())
                .extracting(CertificateWarning::kind)
                .containsExactly(CertificateWarning.Kind.OTHER_TERM);
    }

    private static String sum(String names) {
        return DomainName.namesSha256(List.of(names.split(" ")));
    }

    private OrderId id(String namesSha256) {
        return id(csr.keySha256(), namesSha256);
    }

    private OrderId id(String keySha256, String namesSha256) {
        return new OrderId(
                "realtime",
                server.options().uri().orElseThrow().getAuthority(),
                ScriptedRealtimeServer.CUSTOMER,
                OrderId.Kind.ORDER,
                "7",
                keySha256,
                namesSha256);
    }
}
