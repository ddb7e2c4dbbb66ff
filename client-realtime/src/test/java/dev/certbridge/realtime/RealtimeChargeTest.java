package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.realtime.ScriptedRealtimeServer.Said;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an order was charged is read back, once, and nothing that is no charge is taken for one. */
class RealtimeChargeTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final Spending LIMIT = Spending.upTo("EUR", "25.00");
    private static final String REISSUE = "POST /v2/ssl/certificates/8/reissue";

    private final ScriptedRealtimeServer server = new ScriptedRealtimeServer();
    private final OrderBook book = OrderBooks.inMemory();
    private final CertificateReseller realtime = server.connect(book);
    private final OrderRequest request = OrderRequest.builder("p")
            .csr(TestClient.key("www.example.com").csr())
            .validity(Validity.months(6))
            .allowingDuplicate()
            .build();
    private final OrderRequest others = OrderRequest.builder("p")
            .csr(TestClient.key("shop.example.com").csr())
            .validity(Validity.months(6))
            .build();

    @AfterEach
    void close() {
        realtime.close();
        server.close();
    }

    @Test
    void what_was_charged_is_told_with_the_order_and_compared_once() {
        process("RUNNING").putObject("transaction").put("EUR", 2500);
        assertThat(order().charged()).contains(Money.of("EUR", "25.00"));
        assertThat(book.uncompared()).isEmpty();
        assertThat(order().charged()).isEmpty();
        assertThat(server.count("GET /v2/processes/4711")).isEqualTo(1);
    }

    @Test
    void what_could_not_be_read_back_is_told_when_the_intent_comes_again() {
        assertThat(order().charged()).isEmpty();
        assertThat(book.uncompared()).hasSize(1);
        ObjectNode process = process("RUNNING");
        process.putObject("reservation").put("EUR", 2501);
        assertThatThrownBy(this::order).isInstanceOf(OverspentException.class);
        assertThat(book.halted()).isPresent();
    }

    @Test
    void it_is_read_back_once_more_and_told() {
        order();
        process("RUNNING").putObject("reservation").put("EUR", 2500);
        assertThat(order().charged()).contains(Money.of("EUR", "25.00"));
        assertThat(book.uncompared()).isEmpty();
    }

    @Test
    void a_running_process_that_reserved_nothing_yet_may_still_cost_too_much() {
        ObjectNode process = process("RUNNING");
        OrderId id = order().id();
        process.putObject("reservation").put("EUR", 0);
        realtime.orders().get(id);
        process.putObject("transaction").putNull("EUR");
        realtime.orders().get(id);
        assertThat(book.uncompared()).hasSize(1);

        process.put("status", "FAILED");
        realtime.orders().get(id);
        assertThat(book.uncompared()).isEmpty();
    }

    @Test
    void a_refund_of_nothing_gives_nothing_back_and_does_not_stand_in_the_way_of_a_real_one() {
        book.budget(new Budget("2026", 1, Money.of("EUR", "25.00")));
        ObjectNode process = process("RUNNING");
        OrderId id = realtime.order(
                        INTENT, request, Spending.upTo("EUR", "25.00").from("2026"))
                .id();
        process.putObject("refund").put("EUR", 0);
        realtime.orders().get(id);
        assertThat(book.left("2026").orElseThrow().orders()).isZero();

        process.putObject("refund").put("EUR", 2500);
        realtime.orders().get(id);
        assertThat(book.left("2026")).hasValueSatisfying(left -> {
            assertThat(left.orders()).isEqualTo(1);
            assertThat(left.cents()).isEqualTo(2500);
        });
    }

    @Test
    void a_line_without_a_total_costs_its_amount_as_often_as_its_quantity_says() {
        server.price = quoted(
                "\"currency\":\"EUR\",\"total\":2500",
                "\"amount\":500},{\"product\":\"p\",\"action\":\"EXTRA_DOMAIN\",\"quantity\":2,\"amount\":1000");
        OrderRequest three = request.toBuilder()
                .csr(TestClient.key("a.example.com", "b.example.com", "c.example.com")
                        .csr())
                .build();
        assertThat(realtime.order(INTENT, three, LIMIT).id().providerId()).isEqualTo("4711");
    }

    @Test
    void a_quote_that_is_free_though_its_lines_are_not_is_no_price() {
        server.price = quoted(
                "\"currency\":\"EUR\",\"total\":0",
                "\"quantity\":1,\"total\":100},{\"product\":\"p\",\"action\":\"EXTRA_DOMAIN\",\"total\":-100");
        assertThatThrownBy(this::order)
                .isInstanceOf(SpendingLimitExceededException.class)
                .hasMessageContaining("no total in whole cents");
        assertThat(server.requests).doesNotContain("POST /v2/ssl/certificates");
    }

    @Test
    void a_question_that_was_answered_leaves_nothing_to_look_up() {
        realtime.quote(request);
        assertThat(book.unresolved()).isEmpty();
    }

    @Test
    void what_was_free_and_still_is_may_be_made_of_other_lines() {
        CertificateId source = new CertificateId(
                "realtime", server.options().uri().orElseThrow().getAuthority(), ScriptedRealtimeServer.CUSTOMER, "8");
        OrderRequest reissue = OrderRequest.reissue(source)
                .csr(request.csr())
                .oldMayBeRevoked()
                .build();
        server.process(7, "COMPLETED", request.csr());
        server.certificate(8, 7, TestClient.key("www.example.com").csr());
        server.price = quoted("\"total\":0", "\"quantity\":1,\"total\":0");
        Quote seen = realtime.quote(reissue);
        assertThat(seen.lines()).hasSize(1);
        server.price = new Said(200, "{\"quote\":{\"total\":0}}", Map.of());
        realtime.order(INTENT, reissue, Spending.acknowledging(seen));
        assertThat(server.requests).contains(REISSUE);
    }

    @Test
    void an_answer_that_names_the_order_of_another_intent_is_told_and_not_taken_over() {
        realtime.order(Intent.of("other"), others, Spending.unquoted());
        server.said = new Said(202, "{\"processId\":4711}", Map.of());
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(e.seenId()).isEmpty())
                .hasMessageContaining("names 4711, which is the order of another intent");
        assertThat(book.unresolved())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.head().orElseThrow().headers())
                        .contains("it names 4711, the order of another intent"));
        assertThat(realtime.order(Intent.of("other"), others, Spending.unquoted())
                        .id()
                        .providerId())
                .isEqualTo("4711");
    }

    private Order order() {
        return realtime.order(INTENT, request, LIMIT);
    }

    private ObjectNode process(String status) {
        return server.process(4711, "www.example.com", status);
    }

    private static Said quoted(String total, String line) {
        return new Said(
                200,
                "{\"quote\":{" + total + ",\"billables\":[{\"product\":\"p\",\"action\":\"REQUEST\"," + line + "}]}}",
                Map.of());
    }
}
