package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static dev.certbridge.realtime.ScriptedRealtimeServer.quote;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.client.fixture.ScriptedServer.Response;
import dev.certbridge.reseller.book.Budget;
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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The charge of an order is read back and compared with its limit once; responses and prices may lack parts. */
class RealtimeChargeTest extends ScriptedRealtimeTest {

    private static final String FREE = "{\"quote\":{\"total\":0,\"billables\":[]}}";

    @Test
    void a_charge_is_returned_with_the_order_and_compared_once() {
        process("RUNNING").putObject("transaction").put("EUR", 2500);
        assertThat(order().charged()).contains(Money.of("EUR", "25.00"));
        assertThat(book.uncompared()).isEmpty();
        assertThat(order().charged()).isEmpty();
        assertThat(server.count("GET /v2/processes/4711")).isEqualTo(1);
    }

    @Test
    void a_charge_that_was_not_readable_is_compared_when_the_intent_is_repeated() {
        assertThat(order().charged()).isEmpty();
        assertThat(book.uncompared()).hasSize(1);
        ObjectNode process = process("RUNNING");
        process.putObject("reservation").put("EUR", 2501);
        requireThrown(OverspentException.class, this::order);
        assertThat(book.halted()).isPresent();
    }

    @Test
    void a_charge_that_was_not_readable_is_returned_when_the_intent_is_repeated() {
        order();
        process("RUNNING").putObject("reservation").put("EUR", 2500);
        assertThat(order().charged()).contains(Money.of("EUR", "25.00"));
        assertThat(book.uncompared()).isEmpty();
    }

    @Test
    void a_running_process_without_a_reservation_is_compared_again_later() {
        ObjectNode process = process("RUNNING");
        OrderId id = order().id();
        process.putObject("reservation").put("EUR", 0);
        reseller.orders().get(id);
        process.putObject("transaction").putNull("EUR");
        reseller.orders().get(id);
        assertThat(book.uncompared()).hasSize(1);

        process.put("status", "FAILED");
        reseller.orders().get(id);
        assertThat(book.uncompared()).isEmpty();
    }

    @Test
    void a_refund_of_zero_changes_no_budget_and_a_later_refund_does() {
        book.budget(Budget.of("2026", 1, Money.of("EUR", "25.00")));
        ObjectNode process = process("RUNNING");
        OrderId id = reseller.order(INTENT, request, LIMIT.from("2026")).id();
        process.putObject("refund").put("EUR", 0);
        reseller.orders().get(id);
        assertThat(book.left("2026").orElseThrow().orders()).isZero();

        process.putObject("refund").put("EUR", 2500);
        reseller.orders().get(id);
        assertThat(book.left("2026")).hasValueSatisfying(left -> {
            assertThat(left.orders()).isEqualTo(1);
            assertThat(left.cents()).isEqualTo(2500);
        });
    }

    @Test
    void a_budget_pays_the_charge_and_not_only_the_quote() {
        book.budget(Budget.of("2026", 2, Money.of("EUR", "40.00")));
        server.quoteResponse = quote(1000);
        process("RUNNING").putObject("transaction").put("EUR", 2400);
        reseller.order(INTENT, request, LIMIT.from("2026"));
        assertThat(book.left("2026").orElseThrow().cents()).isEqualTo(1600);
        assertThat(book.halted()).isEmpty();
    }

    @Test
    void a_line_without_a_total_costs_amount_times_quantity() {
        server.quoteResponse = quoted(
                "\"currency\":\"EUR\",\"total\":2500",
                "\"amount\":500},{\"product\":\"p\",\"action\":\"EXTRA_DOMAIN\",\"quantity\":2,\"amount\":1000");
        OrderRequest three = request(csr("a.example.com", "b.example.com", "c.example.com"));
        assertThat(reseller.order(INTENT, three, LIMIT).id().providerId()).isEqualTo("4711");
    }

    @Test
    void a_quote_with_total_zero_and_lines_that_are_not_free_is_no_price() {
        server.quoteResponse = quoted(
                "\"currency\":\"EUR\",\"total\":0",
                "\"quantity\":1,\"total\":100},{\"product\":\"p\",\"action\":\"EXTRA_DOMAIN\",\"total\":-100");
        requireThrown(SpendingLimitExceededException.class, this::order, "no total that is a whole number of cents");
        assertThat(server.lines()).doesNotContain(ORDER);
    }

    @Test
    void an_answered_price_question_leaves_nothing_unresolved() {
        reseller.quote(request);
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void a_free_quote_may_have_other_lines_when_it_is_repeated() {
        OrderRequest reissue = reissue(csr);
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr(NAME));
        server.quoteResponse = quoted("\"total\":0", "\"quantity\":1,\"total\":0");
        Quote seen = reseller.quote(reissue);
        assertThat(seen.lines()).hasSize(1);
        server.quoteResponse = Response.of(200, "{\"quote\":{\"total\":0}}");
        reseller.order(INTENT, reissue, Spending.acknowledging(seen));
        assertThat(server.lines()).contains("POST /v2/ssl/certificates/8/reissue");
    }

    @Test
    void a_response_that_names_the_order_of_another_intent_is_unknown_and_leaves_that_order_alone() {
        OrderRequest others = request(csr("shop.example.com"));
        order(Intent.of("other"), others);
        server.orderResponse = Response.of(202, "{\"processId\":4711}");
        assertThat(requireThrown(
                                OutcomeUnknownException.class,
                                () -> order(request),
                                "contains the id 4711 of another intent's order")
                        .seenId())
                .isEmpty();
        assertThat(book.unresolved())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.head().orElseThrow().headers())
                        .contains("contains the id 4711 of another intent's order"));
        assertThat(order(Intent.of("other"), others).id().providerId()).isEqualTo("4711");
    }

    @Test
    void a_response_to_a_reissue_that_names_the_order_of_another_intent_is_unknown() {
        order(Intent.of("other"), request(csr("shop.example.com")));
        server.process(7, "COMPLETED", csr);
        server.certificate(8, 7, csr(NAME));
        requireThrown(
                OutcomeUnknownException.class,
                () -> order(reissue(csr)),
                "contains the id 4711 of another intent's order");
        assertThat(book.orders(orderId("4711").target(), "4711"))
                .singleElement()
                .satisfies(order -> assertThat(order.intent()).contains(Intent.of("other")));
    }

    private Order order() {
        return reseller.order(INTENT, request, LIMIT);
    }

    private ObjectNode process(String status) {
        return server.process(4711, NAME, status);
    }

    private static Response quoted(String total, String line) {
        return Response.of(
                200,
                "{\"quote\":{" + total + ",\"billables\":[{\"product\":\"p\",\"action\":\"REQUEST\"," + line + "}]}}");
    }

    @Test
    void an_overcharge_is_reported_even_if_the_response_to_the_order_is_unreadable() {
        server.orderResponse = new Response(202, "<html>", Map.of("x-process-id", "4711"));
        server.process(4711, "www.example.org", "RUNNING")
                .putObject("reservation")
                .put("EUR", 2501);

        assertThat(requireThrown(OverspentException.class, () -> reseller.order(INTENT, request, LIMIT), "EUR:25.01")
                        .order()
                        .id()
                        .providerId())
                .isEqualTo("4711");
        assertThat(book.halted()).hasValueSatisfying(why -> assertThat(why).contains("EUR:25.01"));
    }

    @Test
    void a_price_that_rose_since_the_acknowledged_quote_orders_nothing() {
        server.quoteResponse = quote(1000);
        Quote seen = reseller.quote(request);
        server.quoteResponse = quote(1001);
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, request, Spending.acknowledging(seen)));
        assertThat(server.lines()).doesNotContain(ORDER);
    }

    @Test
    void a_free_order_is_quoted_again_and_sent_only_if_it_is_still_free() {
        server.quoteResponse = Response.of(200, FREE);
        Quote seen = reseller.quote(request);
        server.quoteResponse = quote(2500);
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, request, Spending.acknowledging(seen)));
        assertThat(server.lines()).doesNotContain(ORDER);

        server.quoteResponse = Response.of(200, FREE);
        reseller.order(INTENT, request, Spending.acknowledging(seen));
        assertThat(server.body(ORDER)).doesNotContain("billables");
    }
}
