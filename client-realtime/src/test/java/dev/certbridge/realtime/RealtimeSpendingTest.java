package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Quote.Line;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an order is sent within its limit only, by the ledger of the stub. Two names cost 40.00 and 15.00. */
class RealtimeSpendingTest extends StubbedRealtimeTest {

    private final OrderRequest two = request("www.example.com", "shop.example.com");

    @ParameterizedTest
    @ValueSource(strings = {"EUR:54.99", "EUR:0.00", "USD:55.00", "USD:10000.00"})
    void a_limit_below_the_quote_or_in_another_currency_orders_nothing(String limit) {
        assertThatThrownBy(() -> reseller.order(INTENT, two, Spending.upTo(Money.parse(limit))))
                .isInstanceOfSatisfying(SpendingLimitExceededException.class, no -> {
                    assertThat(no.quote().total()).contains(Money.of("EUR", "55.00"));
                    assertThat(no.limit()).isEqualTo(Spending.upTo(Money.parse(limit)));
                })
                .hasMessageContaining("nothing was ordered")
                .hasMessageContaining("EUR:55.00")
                .hasMessageContaining(limit);
        assertThat(stub.ledger().entries()).isEmpty();
        assertThat(spends()).as("the price question").isEqualTo(1);
    }

    @Test
    void a_limit_equal_to_the_quote_orders_and_acknowledges_every_line() {
        List<JsonNode> sent = billablesSent();
        reseller.order(INTENT, two, Spending.upTo("EUR", "55.00"));

        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 5500L));
        assertThat(stub.ledger().entries())
                .extracting(entry -> entry.acknowledged())
                .containsExactly(true);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).isMissingNode())
                .as("nothing is acknowledged when asking")
                .isTrue();
        assertThat(sent.get(1)).hasSize(2);
    }

    @Test
    void an_intent_refused_for_its_price_may_be_ordered_for_more() {
        requireThrown(
                SpendingLimitExceededException.class, () -> reseller.order(INTENT, two, Spending.upTo("EUR", "1.00")));
        reseller.order(INTENT, two, Spending.upTo("EUR", "60.00"));
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_quote_is_acknowledged_line_by_line() {
        Quote quote = reseller.quote(two);
        assertThat(quote.total()).contains(Money.of("EUR", "55.00"));
        assertThat(quote.lines())
                .extracting(Line::product, Line::action, Line::quantity, Line::cents, Line::refundable)
                .containsExactly(
                        tuple("ssl_example_multi", "REQUEST", 1, 4000L, true),
                        tuple("ssl_example_multi", "EXTRA_DOMAIN", 1, 1500L, true));
        assertThat(stub.ledger().orders()).isZero();
        List<JsonNode> sent = billablesSent();

        reseller.order(INTENT, two, Spending.acknowledging(quote));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1))
                .satisfies(billables -> assertThat(billables.toString()).isEqualToIgnoringWhitespace("""
                        [{"product":"ssl_example_multi","action":"REQUEST","quantity":1,"amount":4000,
                          "refundable":true,"total":4000,"providerName":"example-provider"},
                         {"product":"ssl_example_multi","action":"EXTRA_DOMAIN","quantity":1,"amount":1500,
                          "refundable":true,"total":1500,"providerName":"example-provider"}]"""));
        assertThat(stub.ledger().entries())
                .extracting(entry -> entry.acknowledged())
                .containsExactly(true);
    }

    @Test
    void without_acknowledgement_an_extra_name_is_refused_with_its_quote() {
        assertThatThrownBy(() -> reseller.order(INTENT, two, Spending.unquoted()))
                .isInstanceOfSatisfying(BillableAcknowledgmentNeededException.class, no -> {
                    Quote quote = no.quote().orElseThrow();
                    assertThat(quote.total()).contains(Money.of("EUR", "55.00"));
                    assertThat(quote.lines()).extracting(Line::action).containsExactly("REQUEST", "EXTRA_DOMAIN");
                })
                .hasMessageContaining("EUR:55.00");
        assertThat(stub.ledger().orders()).isZero();

        reseller.order(INTENT, two, Spending.upTo("EUR", "55.00"));
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void an_acknowledged_quote_for_fewer_names_orders_nothing() {
        Quote small = reseller.quote(
                two.toBuilder().csr(request("www.example.com").csr()).build());
        requireThrown(
                SpendingLimitExceededException.class, () -> reseller.order(INTENT, two, Spending.acknowledging(small)));
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void an_acknowledged_quote_for_a_shorter_validity_orders_nothing() {
        OrderRequest longer = OrderRequest.builder("ssl_example_ov")
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .validity(Validity.months(24))
                .organization(RealtimeRequestTest.ORGANIZATION)
                .approver(RealtimeRequestTest.APPROVER)
                .build();
        Quote shorter =
                reseller.quote(longer.toBuilder().validity(Validity.months(12)).build());
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, longer, Spending.acknowledging(shorter)),
                "the quote is above the limit");
        assertThat(stub.ledger().charged()).isEmpty();
    }

    @Test
    void an_unquoted_order_asks_for_no_price_and_acknowledges_nothing() {
        List<JsonNode> sent = billablesSent();
        order("www.example.com");
        assertThat(sent).extracting(billables -> billables.isMissingNode()).containsExactly(true);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void a_free_order_is_within_any_limit() {
        OrderRequest trial = OrderRequest.builder("ssl_example_trial")
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .validity(Validity.months(1))
                .build();
        assertThat(reseller.quote(trial).free()).isTrue();
        reseller.order(INTENT, trial, Spending.upTo("USD", "0.00"));
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 0L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"quote\":{\"total\":5500,\"billables\":[]}}",
                "{\"quote\":{\"currency\":\"EUR\",\"billables\":[]}}",
                "{\"quote\":{\"currency\":\"EUR\",\"total\":100,\"billables\":[]}}",
                "{\"quote\":{\"currency\":\"EUR\",\"total\":100,\"billables\":["
                        + "{\"product\":\"p\",\"action\":\"REQUEST\",\"quantity\":1,\"amount\":90,\"total\":90}]}}",
                "{\"quote\":{\"currency\":\"EUR\",\"total\":100,\"billables\":["
                        + "{\"product\":\"p\",\"action\":\"REQUEST\",\"quantity\":1,\"amount\":50,\"total\":50},"
                        + "{\"product\":\"p\",\"action\":\"REQUEST\",\"quantity\":1,\"amount\":50,\"total\":50}]}}",
                // The amount times the quantity exceeds the largest long value.
                "{\"quote\":{\"currency\":\"EUR\",\"total\":100,\"billables\":["
                        + "{\"product\":\"ssl_example_multi\",\"action\":\"EXTRA_DOMAIN\",\"quantity\":1,"
                        + "\"amount\":50,\"total\":50},{\"product\":\"ssl_example_multi\",\"action\":\"NEW_KIND\","
                        + "\"quantity\":2,\"amount\":9000000000000000000,\"total\":50}]}}"
            })
    void a_quote_that_is_no_readable_price_orders_nothing(String quote) {
        alterNext(ORDERING, text -> quote);
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, two, Spending.upTo("EUR", "100.00")));
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void a_quote_that_cannot_be_read_at_all_is_unknown_and_orders_nothing() {
        alterNext(ORDERING, text -> "<html>");
        requireThrown(OutcomeUnknownException.class, () -> reseller.order(INTENT, two, Spending.upTo("EUR", "100.00")));
        assertThat(stub.ledger().orders()).isZero();
    }

    @Test
    void a_charge_above_the_limit_is_reported_with_the_order() {
        alterNext("getProcess", text -> text.replaceFirst("\"EUR\":[0-9]+", "\"EUR\":5501"));
        assertThat(requireThrown(
                                OverspentException.class,
                                () -> reseller.order(INTENT, two, Spending.upTo("EUR", "55.00")),
                                "EUR:55.01")
                        .order()
                        .id()
                        .providerId())
                .isEqualTo(ledgerOrder());
    }

    @Test
    void an_unreadable_charge_is_reported_with_the_order() {
        alterNext("getProcess", text -> text.replaceFirst("\"EUR\":[0-9]+", "\"points\":5501"));
        OverspentException more = requireThrown(
                OverspentException.class, () -> reseller.order(INTENT, two, Spending.upTo("EUR", "55.00")));
        assertThat(more).hasMessageContaining(ledgerOrder());
    }

    /** Collects the billables of every order from now on, a missing node where there are none. */
    private List<JsonNode> billablesSent() {
        List<JsonNode> sent = new ArrayList<>();
        stub.answer(ORDERING, CannedFailure.drop().always().where(call -> {
            sent.add(call.json().path("billables"));
            return false;
        }));
        return sent;
    }

    @Test
    void an_order_is_placed_whatever_else_its_response_contains() {
        assertPlacedWhen(reply -> reply.status(201));
        assertPlacedWhen(reply -> located(reply, "/v2/processes/" + id(reply)));
        assertPlacedWhen(reply -> located(reply, "https://api.example/v2/processes/" + id(reply) + "/info"));
        assertPlacedWhen(reply -> withBody(reply.without("x-process-id"), "{\"processId\":" + id(reply) + "}"));
        assertPlacedWhen(reply -> withBody(reply, "{\"surprise\":[1,2,3]}"));
    }

    @Test
    void an_accepted_order_with_an_unreadable_body_is_unknown_and_its_id_is_recorded() {
        OrderRequest request = request("www.example.com");
        alterNext(ORDERING, text -> "<html>");

        OutcomeUnknownException odd = requireThrown(OutcomeUnknownException.class, () -> order("odd", request));

        assertThat(odd.accepted()).isTrue();
        assertThat(odd.seenId().map(OrderId::providerId)).contains(ledgerOrder());
        assertThat(order("odd", request).id()).isEqualTo(odd.seenId().orElseThrow());
        assertThat(spends()).isEqualTo(1);
    }

    @Test
    void an_accepted_order_without_any_id_is_unknown_and_never_sent_again() {
        OrderRequest request = request("www.example.com");
        stub.answer(ORDERING, CannedFailure.altered(reply -> withBody(reply.without("x-process-id"), "{}")));
        for (int i = 0; i < 2; i++) {
            assertThat(requireThrown(OutcomeUnknownException.class, () -> order("odd", request))
                            .accepted())
                    .isTrue();
        }
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_price_question_that_placed_an_order_is_not_followed_by_another_order() {
        OrderRequest request = request("www.example.com");
        Reply accepted = Reply.bytes(202, "application/json", "{}".getBytes(StandardCharsets.UTF_8))
                .with("x-process-id", "9182730");
        stub.answer(ORDERING, CannedFailure.altered(reply -> accepted).times(2));

        assertThat(requireThrown(OutcomeUnknownException.class, () -> reseller.quote(request))
                        .seenId())
                .hasValueSatisfying(id -> assertThat(id.providerId()).isEqualTo("9182730"));
        var order = reseller.order(Intent.of("1"), request, Spending.upTo("EUR", "25.00"));
        assertThat(order.id().providerId()).isEqualTo("9182730");
        assertThat(spends()).isEqualTo(2);
    }

    private void assertPlacedWhen(UnaryOperator<Reply> change) {
        int before = stub.ledger().orders();
        stub.answer(ORDERING, CannedFailure.altered(change));
        OrderId id = order("shop" + before + ".example.com").id();
        assertThat(stub.ledger().entries())
                .hasSize(before + 1)
                .last()
                .satisfies(entry -> assertThat(entry.orderId()).isEqualTo(id.providerId()));
    }

    private static String id(Reply reply) {
        return reply.headers().get("x-process-id");
    }

    private String ledgerOrder() {
        return stub.ledger().entries().get(0).orderId();
    }

    private static Reply located(Reply reply, String address) {
        return reply.without("x-process-id").with("Location", address);
    }

    @Test
    void an_acknowledged_quote_that_is_incomplete_or_for_another_request_sends_nothing() {
        refusedUnsent(Quote.of(Optional.empty(), List.of()), "no total");
        refusedUnsent(Quote.of(Optional.of(Money.of("EUR", "50.00")), List.of()), "not the sum of its lines");
        refusedUnsent(quoted("ssl_example_dv", 1), "the request allows no such charge");
        refusedUnsent(quoted("ssl_example_multi", 2), "the request allows a quantity of 1 to 1");
        assertThat(stub.journal().received()).isZero();
    }

    private static Quote quoted(String product, int quantity) {
        return Quote.of(
                Optional.of(Money.of("EUR", "50.00")), List.of(Line.of(product, "REQUEST", quantity, 5000, true)));
    }

    private void refusedUnsent(Quote quote, String why) {
        requireThrown(
                SpendingLimitExceededException.class,
                () -> reseller.order(INTENT, two, Spending.acknowledging(quote)),
                why);
    }
}
