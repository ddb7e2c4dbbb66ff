package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.CertificateWarning;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A certificate that is downloaded by its id alone, without the order book that ordered it. */
class RealtimeDownloadTest extends ScriptedRealtimeTest {

    private final Csr both = csr(NAME, "example.com");

    RealtimeDownloadTest() {
        server.process(7, "COMPLETED", both);
        server.certificate(8, 7, both);
    }

    @ParameterizedTest
    @ValueSource(strings = {"www.example.com example.com", "www.example.com", "example.com"})
    void it_is_accepted_for_the_ordered_names_and_one_included_for_free(String ordered) {
        assertThat(download(sum(ordered)).names()).containsExactlyElementsOf(both.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"www.example.org", "www.example.com shop.example.com", "www.example.com example.com example.org"
            })
    void it_is_refused_for_other_names_even_with_the_right_key(String ordered) {
        requireThrown(BrokenContractException.class, () -> download(sum(ordered)), "which was not ordered");
    }

    @Test
    void names_that_are_not_in_the_id_are_not_compared() {
        assertThat(download(OrderId.NONE).names()).containsExactlyElementsOf(both.names());
    }

    @Test
    void the_key_of_the_listed_csr_is_compared_if_the_id_contains_no_key() {
        assertThat(reseller.orders().download(orderId("7")).keySha256()).isEqualTo(both.keySha256());

        server.certificates.get(0).put("csr", csr(NAME, "example.com").pem());
        requireThrown(BrokenContractException.class, () -> reseller.orders().download(orderId("7")), "instead of 8");
        assertThat(download(OrderId.NONE).keySha256()).isEqualTo(both.keySha256());
    }

    @Test
    void the_listed_certificate_is_used_if_the_download_is_unreadable() {
        server.download = pem -> "pending";
        assertThat(download(OrderId.NONE).keySha256()).isEqualTo(both.keySha256());
        assertThat(download(OrderId.NONE).chain()).hasSize(1);
    }

    @Test
    void an_unreadable_download_without_a_listed_certificate_is_refused() {
        server.download = pem -> "pending";
        server.certificates.get(0).remove("certificate");
        requireThrown(
                BrokenContractException.class,
                () -> download(OrderId.NONE),
                "no certificate found in 7 bytes. Expected PEM");
    }

    @Test
    void the_certificate_of_an_authority_is_refused_with_and_without_the_key_in_the_id() {
        server.download = pem -> ScriptedRealtimeServer.authority();
        server.certificates.get(0).remove("certificate");
        for (OrderId id : List.of(orderId("7", both.keySha256(), OrderId.NONE), orderId("7"))) {
            requireThrown(
                    BrokenContractException.class,
                    () -> reseller.orders().download(id),
                    "certificates of authorities but no server certificate");
        }
    }

    @Test
    void an_unusual_term_is_delivered_with_a_warning() {
        Instant now = ScriptedRealtimeServer.now();
        Duration day = Duration.ofDays(1);
        Instant end = now.plus(Duration.ofDays(90));
        assertThat(download(OrderId.NONE).warnings()).isEmpty();
        OrderId listed = orderId("7", both.keySha256(), OrderId.NONE);
        requireWarning(listed, CertificateWarning.Kind.EXPIRED, now.minus(Duration.ofDays(90)), now.minus(day));
        requireWarning(listed, CertificateWarning.Kind.NOT_YET_VALID, now.plus(day), end);

        server.processes.clear();
        OrderRequest longer =
                request(both).toBuilder().validity(Validity.months(12)).build();
        OrderId id = reseller.order(INTENT, longer, LIMIT).id();
        server.process(4711, "COMPLETED", both);
        requireWarning(id, CertificateWarning.Kind.OTHER_TERM, now, end);
    }

    private static String sum(String names) {
        return DomainName.namesSha256(List.of(names.split(" ")));
    }

    private IssuedCertificate download(String namesSha256) {
        return reseller.orders().download(orderId("7", both.keySha256(), namesSha256));
    }

    private void requireWarning(OrderId id, CertificateWarning.Kind kind, Instant from, Instant until) {
        server.certificates.clear();
        server.certificate(8, Long.parseLong(id.providerId()), both, from, until);
        assertThat(reseller.orders().download(id).warnings())
                .extracting(CertificateWarning::kind)
                .containsExactly(kind);
    }
}
