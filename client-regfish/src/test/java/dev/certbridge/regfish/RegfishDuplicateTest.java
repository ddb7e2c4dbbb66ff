package dev.certbridge.regfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which open orders stop an equal one: asking once too often is better than ordering twice. */
class RegfishDuplicateTest {

    private final ScriptedRegfishServer desk = new ScriptedRegfishServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller regfish = Regfish.connect(ScriptedRegfishServer.KEY, book, desk.options());

    @AfterEach
    void close() {
        regfish.close();
        desk.close();
    }

    @Test
    void a_name_that_comes_free_with_a_wanted_one_makes_no_difference() {
        stops(shown("example.com", "www.example.com"), "www.example.com");
        stops(shown("www.example.com", "example.com"), "example.com");
        stops(shown("example.com", "www.example.com", "shop.example.com"), "example.com", "shop.example.com");
        stops(shown("*.example.com", "example.com"), "*.example.com");
        stops(shown("example.com", "*.example.com"), "*.example.com");
    }

    @Test
    void what_is_not_told_counts_as_equal() {
        stops(shown("www.example.com").without("product"), "www.example.com");
        stops(shown("any").without("common_name").without("dns_names"), "www.example.com");
        stops(shown("www.example.com").without("dns_names"), "www.example.com", "shop.example.com");
    }

    @Test
    void another_name_or_a_missing_one_makes_another_order() {
        List<RegfishCertificateJson> others = List.of(
                shown("example.com"),
                shown("www.example.com", "shop.example.com"),
                shown("shop.example.com").without("product"),
                shown("shop.example.com").without("dns_names"));
        for (int i = 0; i < others.size(); i++) {
            RegfishCertificateJson ours = RegfishCertificateJson.pending("OURS" + i, "RapidSSL", "www.example.com");
            desk.on("GET /tls/certificate", RegfishCertificateJson.list(others.get(i)))
                    .on("POST /tls/certificate", ours.said());
            assertThat(order("www.example.com")).isEqualTo("OURS" + i);
        }
    }

    @Test
    void one_that_the_book_knows_is_in_the_way_unless_an_intent_wanted_it() {
        ResellerAccount place = new ResellerAccount(
                "regfish", desk.options().uri().orElseThrow().getAuthority(), "-");
        OrderRequest theirs = OrderRequest.builder("RapidSSL")
                .csr(TestClient.key("www.example.com").csr())
                .build();
        known(
                SpendType.STANDALONE_QUOTE,
                SpendRequest.question(place.target(), theirs),
                place.orderId("THEIRS", theirs));
        stops(shown("www.example.com"), "www.example.com");

        known(
                SpendType.ORDER,
                SpendRequest.of(Intent.of("theirs"), place.target(), theirs),
                place.orderId("THEIRS", theirs));
        RegfishCertificateJson ours = RegfishCertificateJson.pending("OURS", "RapidSSL", "www.example.com");
        desk.on("POST /tls/certificate", ours.said());
        assertThat(order("www.example.com")).isEqualTo("OURS");
    }

    private void known(SpendType verb, SpendRequest wish, OrderId id) {
        Duration minute = Duration.ofMinutes(1);
        Attempt attempt = book.begin(OperationRef.of("regfish", "test"), wish, SpendTerms.of(verb, minute, minute));
        book.settle(attempt, Attempt.State.ACCEPTED, Optional.of(id));
    }

    private void stops(RegfishCertificateJson open, String... names) {
        desk.on("GET /tls/certificate", RegfishCertificateJson.list(open));
        assertThatThrownBy(() -> order(names))
                .isInstanceOfSatisfying(
                        PossibleDuplicateException.class,
                        duplicate -> assertThat(duplicate.providerIds()).containsExactly("THEIRS"));
        assertThat(desk.writes()).isEmpty();
    }

    private String order(String... names) {
        KeyAndCsr key = TestClient.key(names[0], Arrays.copyOfRange(names, 1, names.length));
        return regfish.order(
                        Intent.of(key.csr().keySha256()),
                        OrderRequest.builder("RapidSSL").csr(key.csr()).build(),
                        Spending.unquoted())
                .id()
                .providerId();
    }

    private static RegfishCertificateJson shown(String commonName, String... further) {
        return RegfishCertificateJson.pending("THEIRS", "RapidSSL", commonName, further);
    }
}
