package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Renewals and reissues: spends like orders, with a certificate behind them. */
class RealtimeRenewalTest {

    private static final Intent INTENT = Intent.of("shop-4711/2");
    private static final String RENEW = "POST /v2/ssl/certificates/8/renew";
    private static final String REISSUE = "POST /v2/ssl/certificates/8/reissue";

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final SpendLog book = SpendLog.of(OrderBooks.inMemory());
    private final CertificateReseller realtime = server.connect(book);
    private final Csr old = TestClient.key("www.example.com").csr();
    private final CertificateId source = id("8");
    private final OrderRequest renewal = OrderRequest.renewal(source, "p")
            .csr(TestClient.key("www.example.com").csr())
            .validity(Validity.months(6))
            .build();
    private final OrderRequest reissue = OrderRequest.reissue(source)
            .csr(TestClient.key("www.example.com").csr())
            .oldMayBeRevoked()
            .build();

    RealtimeRenewalTest() {
        server.process(7, "COMPLETED", old);
        server.certificate(8, 7, old);
    }

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void a_renewal_is_quoted_acknowledged_and_sent_once_per_intent() {
        server.process(4711, "www.example.com", "COMPLETED")
                .putObject("transaction")
                .put("EUR", 2500);
        Order order = realtime.order(INTENT, renewal, Spending.upTo("EUR", "25.00"));

        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(order.id().providerId()).isEqualTo("4711");
        assertThat(server.requests).contains(RENEW + "?quote=true", RENEW);
        assertThat(body(RENEW))
                .contains("\"billables\":[{\"product\":\"p\",\"action\":\"RENEW\",\"quantity\":1,\"amount\":2500,"
                        + "\"refundable\":false,\"total\":2500}]")
                .contains("\"period\":6")
                .doesNotContain("customer");
        int sent = server.requests.size();
        assertThat(realtime.order(INTENT, renewal, Spending.upTo("EUR", "25.00"))
                        .id())
                .isEqualTo(order.id());
        assertThat(server.requests).hasSize(sent);
    }

    @Test
    void a_renewal_above_its_limit_is_not_sent() {
        assertThatThrownBy(() -> realtime.order(INTENT, renewal, Spending.upTo("EUR", "24.99")))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(server.requests).doesNotContain(RENEW);
    }

    @Test
    void a_line_too_large_to_count_is_not_free() {
        server.price = new Said(
                200,
                "{\"command\":\"x\",\"quote\":{\"total\":0,\"billables\":[{\"product\":\"p\",\"action\":\"RENEW\","
                        + "\"quantity\":4,\"amount\":4611686018427387904,\"refundable\":false}]}}",
                Map.of());
        assertThatThrownBy(() -> realtime.order(INTENT, renewal, Spending.upTo("EUR", "25.00")))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(server.requests).doesNotContain(RENEW);
    }

    @Test
    void a_renewal_charged_above_its_limit_halts_the_book() {
        server.process(4711, "www.example.com", "RUNNING")
                .putObject("transaction")
                .put("EUR", 2501);
        assertThatThrownBy(() -> realtime.order(
                        INTENT, renewal.toBuilder().allowingDuplicate().build(), Spending.upTo("EUR", "25.00")))
                .isInstanceOf(OverspentException.class);
        assertThat(book.halted()).isPresent();
        assertThatThrownBy(() -> realtime.order(Intent.of("other"), reissue, Spending.unquoted()))
                .isInstanceOf(BookHaltedException.class);
    }

    @Test
    void an_open_renewal_of_somebody_else_stops_ours_but_the_order_it_renews_does_not() {
        server.processes.get(0).put("status", "SUSPENDED");
        server.process(9, "www.example.com", "RUNNING");
        assertThatThrownBy(() -> realtime.order(INTENT, renewal, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        PossibleDuplicateException.class,
                        e -> assertThat(e.providerIds()).containsExactly("9"));
        server.processes.remove(1);
        realtime.order(INTENT, renewal, Spending.unquoted());
        assertThat(server.requests).contains(RENEW);
    }

    @Test
    void the_book_keeps_what_was_listed_before_and_the_resellers_clock() {
        said(500);
        assertThatThrownBy(() -> realtime.order(INTENT, reissue, Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class);
        Attempt attempt = book.unresolved().get(0);
        var snapshot = book.snapshot(attempt.sending().snapshot().orElseThrow()).orElseThrow();
        assertThat(snapshot.seen())
                .contains(
                        "7",
                        "serial " + realtime.certificates().get(source).serial().orElseThrow());
        assertThat(snapshot.at().getNano()).isZero();
    }

    @Test
    void a_reissue_is_quoted_and_sent_without_an_acknowledgement_and_carries_the_old_serial() {
        Order order = realtime.order(INTENT, reissue, Spending.upTo("EUR", "25.00"));

        assertThat(server.requests).contains(REISSUE + "?quote=true", REISSUE);
        assertThat(body(REISSUE)).doesNotContain("billables").doesNotContain("period");
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.REISSUE);
        assertThat(order.id().oldSerial())
                .isEqualTo(realtime.certificates().get(source).serial().orElseThrow());
    }

    @Test
    void a_free_reissue_needs_neither_currency_nor_lines() {
        server.price = new Said(200, "{\"command\":\"x\",\"quote\":{\"total\":0}}", Map.of());
        Quote free = realtime.quote(reissue);
        assertThat(free.free()).isTrue();
        realtime.order(INTENT, reissue, Spending.acknowledging(free));
        assertThat(server.requests).contains(REISSUE);
    }

    @Test
    void a_reissue_whose_price_is_another_than_the_one_seen_is_not_sent() {
        Quote seen = realtime.quote(reissue);
        server.price = Said.price(2400);
        assertThatThrownBy(() -> realtime.order(INTENT, reissue, Spending.acknowledging(seen)))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(server.requests).doesNotContain(REISSUE);
    }

    @Test
    void a_reissue_needs_the_word_that_the_old_certificate_may_be_revoked() {
        OrderRequest silent = OrderRequest.reissue(source)
                .csr(TestClient.key("www.example.com").csr())
                .build();
        assertThatThrownBy(() -> realtime.order(INTENT, silent, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.violations())
                                .singleElement()
                                .satisfies(violation ->
                                        assertThat(violation.message()).contains("oldMayBeRevoked()")));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void the_old_certificate_is_never_taken_for_the_reissued_one() {
        Csr same = reissue.csr();
        server.certificates.clear();
        server.certificate(8, 7, same);
        OrderId id = realtime.order(INTENT, reissue, Spending.unquoted()).id();
        server.certificates.get(0).put("process", 4711);
        assertThatThrownBy(() -> realtime.orders().download(id))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("replaces");

        server.certificates.clear();
        server.certificate(8, 4711, old);
        assertThatThrownBy(() -> realtime.orders().download(id)).isInstanceOf(BrokenContractException.class);

        server.certificates.clear();
        server.certificate(9, 4711, same);
        assertThat(realtime.orders().download(id).keySha256()).isEqualTo(same.keySha256());
    }

    @Test
    void a_renewal_of_a_certificate_in_another_environment_is_refused_before_anything_is_sent() {
        CertificateId ote = new CertificateId("realtime", "ote", ScriptedRealtimeServer.CUSTOMER, "8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> realtime.order(
                        INTENT,
                        OrderRequest.renewal(ote, "p").csr(renewal.csr()).build(),
                        Spending.unquoted()));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void a_refund_seen_on_a_look_goes_back_to_its_budget() {
        book.budget(new Budget("2026", 1, Money.of("EUR", "25.00")));
        OrderId id = realtime.order(
                        INTENT, renewal, Spending.upTo("EUR", "25.00").from("2026"))
                .id();
        assertThat(book.left("2026").orElseThrow().orders()).isZero();
        server.process(4711, "www.example.com", "FAILED").putObject("refund").put("EUR", 2500);
        assertThat(realtime.orders().get(id).state()).isEqualTo(Order.State.ENDED);
        assertThat(book.left("2026").orElseThrow().orders()).isEqualTo(1);
    }

    private void said(int status) {
        server.said = new Said(status, "", Map.of());
    }

    private String body(String request) {
        return server.bodies.get(server.requests.indexOf(request));
    }

    private CertificateId id(String number) {
        return new CertificateId(
                "realtime",
                server.options().uri().orElseThrow().getAuthority(),
                ScriptedRealtimeServer.CUSTOMER,
                number);
    }
}
