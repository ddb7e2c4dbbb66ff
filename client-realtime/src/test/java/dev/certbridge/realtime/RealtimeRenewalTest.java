package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.realtime.ScriptedRealtimeServer.accepted;
import static dev.certbridge.realtime.ScriptedRealtimeServer.quote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Renewals and reissues, one by one and in bulk. */
class RealtimeRenewalTest extends ScriptedRealtimeTest {

    private static final String RENEW = "POST /v2/ssl/certificates/8/renew";
    private static final String REISSUE = "POST /v2/ssl/certificates/8/reissue";

    private final Csr old = csr(NAME);
    private final OrderRequest renewal = renewal(csr(NAME));
    private final OrderRequest reissue = reissue(csr(NAME));

    RealtimeRenewalTest() {
        server.process(7, "COMPLETED", old);
        server.certificate(8, 7, old);
    }

    @Test
    void a_renewal_is_quoted_acknowledged_and_sent_once_per_intent() {
        server.process(4711, NAME, "COMPLETED").putObject("transaction").put("EUR", 2500);
        Order order = reseller.order(INTENT, renewal, LIMIT);

        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.RENEWAL);
        assertThat(order.id().providerId()).isEqualTo("4711");
        assertThat(server.lines()).contains(RENEW + "?quote=true", RENEW);
        assertThat(server.body(RENEW))
                .contains("\"billables\":[{\"product\":\"p\",\"action\":\"RENEW\",\"quantity\":1,\"amount\":2500,"
                        + "\"refundable\":false,\"total\":2500}]")
                .contains("\"period\":6")
                .doesNotContain("customer");
        int sent = server.lines().size();
        assertThat(reseller.order(INTENT, renewal, LIMIT).id()).isEqualTo(order.id());
        assertThat(server.lines()).hasSize(sent);
    }

    @Test
    void a_renewal_above_its_limit_is_not_sent() {
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, renewal, Spending.upTo("EUR", "24.99")));
        assertThat(server.lines()).doesNotContain(RENEW);
    }

    @Test
    void a_line_too_large_to_count_is_not_free() {
        server.quoteResponse = new Response(
                200,
                "{\"command\":\"x\",\"quote\":{\"total\":0,\"billables\":[{\"product\":\"p\",\"action\":\"RENEW\","
                        + "\"quantity\":4,\"amount\":4611686018427387904,\"refundable\":false}]}}",
                Map.of());
        requireThrown(SpendingLimitExceededException.class, () -> reseller.order(INTENT, renewal, LIMIT));
        assertThat(server.lines()).doesNotContain(RENEW);
    }

    @Test
    void a_renewal_charged_above_its_limit_halts_the_book() {
        server.process(4711, NAME, "RUNNING").putObject("transaction").put("EUR", 2501);
        requireThrown(
                OverspentException.class,
                () -> reseller.order(
                        INTENT, renewal.toBuilder().allowingDuplicate().build(), LIMIT));
        assertThat(book.halted()).isPresent();
        requireThrown(BookHaltedException.class, () -> order(Intent.of("other"), reissue));
    }

    @Test
    void another_open_order_is_a_possible_duplicate_but_the_renewed_one_is_not() {
        server.processes.get(0).put("status", "SUSPENDED");
        server.process(9, NAME, "RUNNING");
        requireDuplicate(INTENT, renewal, "9");
        server.processes.remove(1);
        order(renewal);
        assertThat(server.lines()).contains(RENEW);
    }

    @Test
    void the_snapshot_holds_what_was_listed_before_and_the_time_of_the_reseller() {
        server.orderResponse = Response.of(500, "");
        requireThrown(OutcomeUnknownException.class, () -> order(reissue));
        Attempt attempt = book.unresolved().get(0);
        var snapshot = book.snapshot(attempt.terms().snapshot().orElseThrow()).orElseThrow();
        assertThat(snapshot.seen()).contains("7", "serial " + serial());
        assertThat(snapshot.at().getNano()).isZero();
    }

    @Test
    void a_reissue_is_quoted_and_sent_without_an_acknowledgement_and_carries_the_old_serial() {
        Order order = reseller.order(INTENT, reissue, LIMIT);

        assertThat(server.lines()).contains(REISSUE + "?quote=true", REISSUE);
        assertThat(server.body(REISSUE)).doesNotContain("billables").doesNotContain("period");
        assertThat(order.id().kind()).isEqualTo(OrderId.Kind.REISSUE);
        assertThat(order.id().oldSerial()).isEqualTo(serial());
    }

    @Test
    void a_free_reissue_needs_neither_currency_nor_lines() {
        server.quoteResponse = Response.of(200, "{\"command\":\"x\",\"quote\":{\"total\":0}}");
        Quote free = reseller.quote(reissue);
        assertThat(free.free()).isTrue();
        reseller.order(INTENT, reissue, Spending.acknowledging(free));
        assertThat(server.lines()).contains(REISSUE);
    }

    @Test
    void a_reissue_is_not_sent_if_its_price_is_not_the_acknowledged_one() {
        Quote seen = reseller.quote(reissue);
        server.quoteResponse = quote(2400);
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, reissue, Spending.acknowledging(seen)));
        assertThat(server.lines()).doesNotContain(REISSUE);
    }

    @Test
    void a_reissue_needs_the_consent_to_revoke_the_old_certificate() {
        OrderRequest silent =
                OrderRequest.reissue(certificateId("8")).csr(csr(NAME)).build();
        assertThat(requireThrown(InvalidRequestException.class, () -> order(silent))
                        .violations())
                .singleElement()
                .satisfies(violation -> assertThat(violation.message()).contains("oldMayBeRevoked()"));
        assertThat(server.lines()).isEmpty();
    }

    @Test
    void the_old_certificate_is_never_taken_for_the_reissued_one() {
        Csr same = reissue.csr();
        server.certificates.clear();
        server.certificate(8, 7, same);
        OrderId id = order(reissue).id();
        server.certificates.get(0).put("process", 4711);
        requireThrown(BrokenContractException.class, () -> reseller.orders().download(id), "replaces");

        server.certificates.clear();
        server.certificate(8, 4711, old);
        requireThrown(BrokenContractException.class, () -> reseller.orders().download(id));

        server.certificates.clear();
        server.certificate(9, 4711, same);
        assertThat(reseller.orders().download(id).keySha256()).isEqualTo(same.keySha256());
    }

    @Test
    void a_refund_goes_back_to_the_budget_when_the_order_is_read() {
        book.budget(Budget.of("2026", 1, Money.of("EUR", "25.00")));
        OrderId id = reseller.order(INTENT, renewal, LIMIT.from("2026")).id();
        assertThat(book.left("2026").orElseThrow().orders()).isZero();
        server.process(4711, NAME, "FAILED").putObject("refund").put("EUR", 2500);
        assertThat(reseller.orders().get(id).state()).isEqualTo(Order.State.ENDED);
        assertThat(book.left("2026").orElseThrow().orders()).isEqualTo(1);
    }

    @Test
    void a_run_reads_one_listing_and_halts_at_the_first_unknown_outcome() {
        countUp();
        Map<Intent, OrderRequest> many = new LinkedHashMap<>();
        many.put(Intent.of("1"), renewal.toBuilder().allowingDuplicate().build());
        many.put(Intent.of("2"), reissue);
        for (int i = 3; i <= 5; i++) {
            many.put(Intent.of("" + i), request(csr("n" + i + ".example.com")));
        }
        var report = reseller.orderAll(many, Spending.unquoted());

        assertThat(report.done()).containsOnlyKeys(Intent.of("1"), Intent.of("3"), Intent.of("4"), Intent.of("5"));
        assertThat(report.refused()).containsOnlyKeys(Intent.of("2"));
        assertThat(server.count("GET /v2/processes")).isEqualTo(1);

        server.orderResponse = Response.of(503, "");
        server.nextOrderResponse = same -> same;
        many.put(Intent.of("6"), renewal(csr(NAME)));
        many.put(Intent.of("7"), renewal(csr(NAME)));
        var second = reseller.orderAll(many, Spending.unquoted());
        assertThat(second.unknown()).containsOnlyKeys(Intent.of("6"));
        assertThat(second.notStarted()).containsExactly(Intent.of("7"));
        assertThat(second.done()).hasSize(4);
    }

    @Test
    void a_repeated_run_renews_nothing_twice() {
        countUp();
        Map<Intent, OrderRequest> many = new LinkedHashMap<>();
        many.put(Intent.of("1"), renewal.toBuilder().allowingDuplicate().build());
        many.put(
                Intent.of("2"),
                renewal(csr(NAME)).toBuilder().allowingDuplicate().build());
        BulkReport report = reseller.orderAll(many, Spending.unquoted());
        assertThat(report.done()).containsOnlyKeys(Intent.of("1"), Intent.of("2"));
        assertThat(report.done().values()).allMatch(order -> order.id().kind() == OrderId.Kind.RENEWAL);
        assertThat(server.count(RENEW)).isEqualTo(2);
        assertThat(reseller.orderAll(many, Spending.unquoted()).done().values())
                .extracting(Order::id)
                .containsExactlyElementsOf(
                        report.done().values().stream().map(Order::id).toList());
        assertThat(server.count(RENEW)).isEqualTo(2);
    }

    private String serial() {
        return reseller.certificates().get(certificateId("8")).serial().orElseThrow();
    }

    /** Numbers the processes of further orders from 4712. */
    private void countUp() {
        AtomicLong ids = new AtomicLong(4711);
        server.nextOrderResponse = order -> accepted(ids.incrementAndGet());
    }
}
