package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether and for how much money is spent, judged by the stub's ledger. One extra name: 40.00 and 15.00. */
class RealtimeSpendingTest {

    private static final String ORDERING = "requestCertificate";
    private static final Intent INTENT = Intent.of("shop-4711/1");

    private final TestClient shopper = TestClient.at("realtime");
    private final CertificateReseller realtime = shopper.reseller();
    private final OrderRequest two = shopper.request(TestClient.key("www.example.com", "shop.example.com"));

    @AfterEach
    void stop() {
        shopper.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR:54.99", "EUR:0.00", "USD:55.00", "USD:10000.00"})
    void a_limit_below_the_quote_or_in_another_currency_orders_nothing(String limit) {
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.upTo(Money.parse(limit))))
                .isInstanceOfSatisfying(SpendingLimitExceededException.class, no -> {
                    assertThat(no.quote().total()).contains(Money.of("EUR", "55.00"));
                    assertThat(no.limit()).isEqualTo(Spending.upTo(Money.parse(limit)));
                })
                .hasMessageContaining("nothing was ordered")
                .hasMessageContaining("EUR:55.00")
                .hasMessageContaining(limit);
        assertThat(shopper.stub().ledger().entries()).isEmpty();
        assertThat(shopper.spends()).as("the question for the price").isEqualTo(1);
    }

    @Test
    void a_limit_that_is_the_quote_orders_and_acknowledges_every_line() {
        List<JsonNode> sent = billablesSent();
        realtime.order(INTENT, two, Spending.upTo("EUR", "55.00"));

        assertThat(shopper.stub().ledger().charged()).isEqualTo(Map.of("EUR", 5500L));
        assertThat(shopper.stub().ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).isMissingNode())
                .as("nothing is acknowledged when asking")
                .isTrue();
        assertThat(sent.get(1)).hasSize(2);
    }

    @Test
    void an_intent_refused_for_its_price_may_be_ordered_for_more() {
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.upTo("EUR", "1.00")))
                .isInstanceOf(SpendingLimitExceededException.class);
        realtime.order(INTENT, two, Spending.upTo("EUR", "60.00"));
        assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_quote_is_acknowledged_line_by_line() {
        Quote quote = realtime.quote(two);
        assertThat(quote.total()).contains(Money.of("EUR", "55.00"));
        assertThat(quote.lines())
                .extracting(Line::product, Line::action, Line::quantity, Line::cents, Line::refundable)
                .containsExactly(
                        tuple("ssl_example_multi", "REQUEST", 1, 4000L, true),
                        tuple("ssl_example_multi", "EXTRA_DOMAIN", 1, 1500L, true));
        assertThat(shopper.stub().ledger().orders()).isZero();
        List<JsonNode> sent = billablesSent();

        realtime.order(INTENT, two, Spending.acknowledging(quote));

        assertThat(sent)
                .singleElement()
                .satisfies(billables -> assertThat(billables.toString()).isEqualToIgnoringWhitespace("""
                        [{"product":"ssl_example_multi","action":"REQUEST","quantity":1,"amount":4000,
                          "refundable":true,"total":4000,"providerName":"example-provider"},
                         {"product":"ssl_example_multi","action":"EXTRA_DOMAIN","quantity":1,"amount":1500,
                          "refundable":true,"total":1500,"providerName":"example-provider"}]"""));
        assertThat(shopper.stub().ledger().entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.acknowledged()).isTrue());
    }

    @Test
    void without_acknowledgement_an_extra_name_is_refused_with_its_quote() {
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.unquoted()))
                .isInstanceOfSatisfying(BillableAcknowledgmentNeededException.class, no -> {
                    Quote quote = no.quote().orElseThrow();
                    assertThat(quote.total()).contains(Money.of("EUR", "55.00"));
                    assertThat(quote.lines()).extracting(Line::action).containsExactly("REQUEST", "EXTRA_DOMAIN");
                })
                .hasMessageContaining("EUR:55.00");
        assertThat(shopper.stub().ledger().orders()).isZero();

        realtime.order(INTENT, two, Spending.upTo("EUR", "55.00"));
        assertThat(shopper.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void a_quote_of_something_smaller_does_not_pay_for_more() {
        Quote small = realtime.quote(
                two.toBuilder().csr(TestClient.key("www.example.com").csr()).build());
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.acknowledging(small)))
                .isInstanceOf(BillableAcknowledgmentNeededException.class);
        assertThat(shopper.stub().ledger().orders()).isZero();
    }

    @Test
    void at_any_price_means_no_question_and_no_acknowledgement() {
        List<JsonNode> sent = billablesSent();
        shopper.order("www.example.com");
        assertThat(sent)
                .singleElement()
                .satisfies(billables -> assertThat(billables.isMissingNode()).isTrue());
        assertThat(shopper.stub().ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void what_is_free_fits_any_limit() {
        OrderRequest trial = OrderRequest.builder("ssl_example_trial")
                .csr(TestClient.key("www.example.com").csr())
                .validity(Validity.months(1))
                .build();
        assertThat(realtime.quote(trial).free()).isTrue();
        realtime.order(INTENT, trial, Spending.upTo("USD", "0.00"));
        assertThat(shopper.stub().ledger().charged()).isEqualTo(Map.of("EUR", 0L));
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
                        + "{\"product\":\"p\",\"action\":\"REQUEST\",\"quantity\":1,\"amount\":50,\"total\":50}]}}"
            })
    void a_quote_that_is_no_readable_price_orders_nothing(String quote) {
        shopper.stub().answer(ORDERING, CannedFailure.altered(reply -> body(reply, quote)));
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.upTo("EUR", "100.00")))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(shopper.stub().ledger().orders()).isZero();
    }

    @Test
    void a_quote_that_cannot_be_read_at_all_is_unknown_and_orders_nothing() {
        shopper.stub().answer(ORDERING, CannedFailure.altered(reply -> body(reply, "<html>")));
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.upTo("EUR", "100.00")))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(shopper.stub().ledger().orders()).isZero();
    }

    @Test
    void a_charge_above_the_limit_is_told_with_the_order() {
        shopper.stub()
                .answer(
                        "getProcess",
                        CannedFailure.altered(reply -> body(
                                reply,
                                new String(reply.body(), StandardCharsets.UTF_8)
                                        .replaceFirst("\"EUR\":[0-9]+", "\"EUR\":5501"))));
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.upTo("EUR", "55.00")))
                .isInstanceOfSatisfying(
                        OverspentException.class,
                        more -> assertThat(more.order().id().providerId())
                                .isEqualTo(
                                        shopper.stub().ledger().entries().get(0).orderId()))
                .hasMessageContaining("EUR:55.01");
    }

    @Test
    void a_charge_that_cannot_be_read_does_not_hide_the_order() {
        shopper.stub()
                .answer(
                        "getProcess",
                        CannedFailure.altered(reply -> body(
                                reply,
                                new String(reply.body(), StandardCharsets.UTF_8)
                                        .replaceFirst("\"EUR\":[0-9]+", "\"points\":5501"))));
        assertThatThrownBy(() -> realtime.order(INTENT, two, Spending.upTo("EUR", "55.00")))
                .isInstanceOf(OverspentException.class)
                .satisfies(more -> assertThat(more)
                        .hasMessageContaining(
                                shopper.stub().ledger().entries().get(0).orderId()));
    }

    /** What every order from now on acknowledges, missing where it acknowledges nothing. */
    private List<JsonNode> billablesSent() {
        List<JsonNode> sent = new ArrayList<>();
        shopper.stub().answer(ORDERING, CannedFailure.drop().always().where(call -> {
            sent.add(call.json().path("billables"));
            return false;
        }));
        return sent;
    }

    private static Reply body(Reply reply, String text) {
        return new Reply(reply.status(), reply.headers(), text.getBytes(StandardCharsets.UTF_8));
    }
}
