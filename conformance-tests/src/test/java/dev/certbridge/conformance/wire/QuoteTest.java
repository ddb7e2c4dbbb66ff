package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotes and limits at Realtime Register. */
class QuoteTest extends RealtimeFixture {

    private static final String PRICE = """
            {"quote":{"currency":"EUR","total":4000,"billables":[
              {"product":"ssl_example","action":"REQUEST","quantity":1,"amount":2500,"refundable":true,"total":2500},
              {"product":"ssl_example","action":"EXTRA_DOMAIN","quantity":1,"amount":1500,"total":1500}]}}""";

    private final OrderRequest request = super.request.toBuilder()
            .csr(TestClient.key("www.example.com", "shop.example.com").csr())
            .build();

    QuoteTest() {
        quote = json(200, PRICE);
    }

    @Test
    void an_order_within_its_limit_acknowledges_every_line_of_its_quote() {
        Order order = realtime.order(INTENT, request, Spending.upTo("EUR", "40.00"));

        assertThat(order.id().providerId()).isEqualTo("4711");
        assertThat(posts()).containsExactly("/v2/ssl/certificates?quote=true", "/v2/ssl/certificates");
        assertThat(server.requests("POST").get(0).body()).doesNotContain("billables");
        assertThat(server.requests("POST").get(1).body())
                .contains("{\"product\":\"ssl_example\",\"action\":\"REQUEST\",\"quantity\":1,\"amount\":2500,"
                        + "\"refundable\":true,\"total\":2500}")
                .contains("{\"product\":\"ssl_example\",\"action\":\"EXTRA_DOMAIN\",\"quantity\":1,\"amount\":1500,"
                        + "\"total\":1500}");
    }

    @Test
    void a_charge_that_the_contract_does_not_know_is_acknowledged_within_the_limit_and_refused_above() {
        quote = json(200, PRICE.replace("EXTRA_DOMAIN", "EXTRA_SAN"));
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "39.99")))
                .isInstanceOf(SpendingLimitExceededException.class);

        realtime.order(INTENT, request, Spending.upTo("EUR", "40.00"));

        assertThat(server.requests("POST"))
                .hasSize(3)
                .last()
                .satisfies(order -> assertThat(order.body())
                        .contains(
                                "{\"product\":\"ssl_example\",\"action\":\"EXTRA_SAN\",\"quantity\":1,\"amount\":1500,"
                                        + "\"total\":1500}"));
    }

    @Test
    void a_listener_is_told_which_request_is_a_quote() {
        List<String> calls = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void started(String provider, String operationId, boolean spend) {
                calls.add("started " + provider + " " + operationId + " " + spend);
            }

            @Override
            public void called(Call call) {
                calls.add(call.operationId() + " " + call.spend() + " " + call.quote());
            }
        };
        quote = json(200, quote("2500", LINE));
        try (CertificateReseller listening =
                TestProvider.REALTIME.connect(OrderBooks.inMemory(), server, all -> all.listener(listener))) {
            listening.order(INTENT, request, Spending.upTo("EUR", "25.00"));
        }

        assertThat(calls)
                .containsSubsequence(
                        "started realtime requestCertificate true",
                        "requestCertificate true true",
                        "started realtime requestCertificate true",
                        "requestCertificate true false",
                        "started realtime getProcess false",
                        "getProcess false false");
    }

    @Test
    void a_line_is_copied_back_with_the_members_that_it_came_with_and_no_others() {
        quote = json(200, """
                {"quote":{"currency":"EUR","total":4000,"billables":[
                  {"providerName":"a","refundable":false,"product":"ssl_example","action":"REQUEST","total":2500,"vat":1},
                  {"product":"ssl_example","action":"EXTRA_DOMAIN","quantity":1,"amount":1500}]}}""");

        realtime.order(INTENT, request, Spending.acknowledging(realtime.quote(request)));

        assertThat(server.requests("POST").get(2).body())
                .contains("\"billables\":[{\"product\":\"ssl_example\",\"action\":\"REQUEST\",\"refundable\":false,"
                        + "\"total\":2500,\"providerName\":\"a\"},"
                        + "{\"product\":\"ssl_example\",\"action\":\"EXTRA_DOMAIN\",\"quantity\":1,\"amount\":1500}]");
    }

    @Test
    void a_line_whose_amount_makes_more_than_its_total_is_not_agreed_to() {
        quote = json(200, PRICE.replace("\"amount\":1500", "\"amount\":150000"));
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "40.00")))
                .isInstanceOf(SpendingLimitExceededException.class)
                .hasMessageContaining("not the sum");
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.acknowledging(realtime.quote(request))))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(posts()).allMatch(target -> target.endsWith("quote=true"));
    }

    @Test
    void a_line_that_a_caller_wrote_is_acknowledged_as_the_reseller_quotes_it() {
        quote = json(200, quote("2500", LINE));
        Quote written = Quote.of(
                Optional.of(Money.of("EUR", "25.00")),
                List.of(Quote.Line.of("ssl_example", "REQUEST", 1, 2500, false)));
        realtime.order(INTENT, request, Spending.acknowledging(written));
        assertThat(server.requests("POST").get(1).body()).contains("\"billables\":[" + LINE + "]");
    }

    @Test
    void a_charge_that_the_contract_does_not_know_is_taken_once_for_each_name_at_most() {
        quote = json(200, """
                {"quote":{"currency":"EUR","total":100,"billables":[
                  {"product":"ssl_example","action":"EXTRA_SAN","quantity":3,"amount":30,"total":90},
                  {"product":"ssl_example","action":"REQUEST","quantity":1,"amount":10,"total":10}]}}""");
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "40.00")))
                .isInstanceOf(SpendingLimitExceededException.class)
                .hasMessageContaining("EXTRA_SAN");
        assertThat(server.requests("POST")).hasSize(1);
    }

    @Test
    void a_quote_above_the_limit_orders_nothing_and_leaves_the_intent_free() {
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "39.99")))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(server.requests("POST")).hasSize(1);
        assertThat(book.unresolved()).isEmpty();

        realtime.order(INTENT, request, Spending.upTo("EUR", "40.00"));
        assertThat(server.requests("POST")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202})
    void a_quote_taken_for_an_order_is_that_order_and_nothing_more_is_sent(int status) {
        quote = json(status, "{}", "x-process-id: 4711");

        Order order = realtime.order(INTENT, request, Spending.upTo("EUR", "25.00"));

        assertThat(order.id().providerId()).isEqualTo("4711");
        assertThat(server.requests("POST")).hasSize(1);
        assertThat(realtime.order(INTENT, request, Spending.upTo("EUR", "25.00"))
                        .id())
                .isEqualTo(order.id());
        assertThat(server.requests("POST")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"201, '{}'", "202, '{}'", "202, '<html>'", "202, ''"})
    void a_standalone_quote_taken_for_an_order_is_recorded_as_unclaimed(int status, String body) {
        quote = json(status, body, "x-process-id: 4711");

        assertThatThrownBy(() -> realtime.quote(request)).isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
            OrderId id = e.seenId().orElseThrow();
            assertThat(e.accepted()).isTrue();
            assertThat(id.providerId()).isEqualTo("4711");
            assertThat(book.knows(id.target(), "4711")).isTrue();
            assertThat(book.requestOf(id)).contains(request);
        });
        assertThat(server.requests("POST")).hasSize(1);
    }

    @Test
    void a_quote_taken_for_an_order_whose_response_broke_off_is_recorded_as_unclaimed() {
        quote = raw(head(202, 500, "x-process-id: 4711"));

        assertThatThrownBy(() -> realtime.quote(request))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class,
                        e -> assertThat(book.knows(e.seenId().orElseThrow().target(), "4711"))
                                .isTrue());
    }

    @Test
    void an_unclaimed_order_that_cannot_be_recorded_is_reported_with_its_id() {
        quote = json(202, "{}", "x-process-id: 4711");
        SpendLog full = InterceptedBook.failing(new IllegalStateException("the disk is full"), "answered", "settle");
        try (CertificateReseller reseller = TestProvider.REALTIME.connect(full, server)) {
            assertThatThrownBy(() -> reseller.quote(request))
                    .isInstanceOfSatisfying(
                            NotRecordedException.class,
                            e -> assertThat(e.id().orElseThrow().providerId()).isEqualTo("4711"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{}", "{\"quote\":null}", "[]"})
    void a_price_that_cannot_be_read_orders_nothing_and_leaves_the_intent_taken(String body) {
        quote = json(200, body);

        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "25.00")))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(server.requests("POST")).hasSize(1);
        assertThat(book.unresolved()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_id_in_a_response_without_a_price_is_reported_and_the_intent_stays_taken(boolean brokenOff) {
        String id = "x-process-id: 4711";
        quote = brokenOff ? raw(head(200, 500, id)) : json(200, "{}", id);

        for (int call = 0; call < 2; call++) {
            assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "25.00")))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("4711");
        }
        assertThat(server.requests("POST")).hasSize(1);
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void a_quote_sends_one_request_with_quote_true() {
        Quote asked = realtime.quote(request);

        assertThat(asked.total().orElseThrow()).hasToString("EUR:40.00");
        assertThat(server.requests())
                .extracting(ReceivedRequest::target)
                .containsExactly("/v2/ssl/certificates?quote=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR\":4001", "USD\":1", "eur\":4000", "credits\":1"})
    void a_charge_above_the_limit_or_in_another_currency_is_overspent_and_carries_the_order(String moved) {
        process = json(200, "{\"id\":4711,\"status\":\"RUNNING\",\"transaction\":{\"%s}}".formatted(moved));

        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "40.00")))
                .isInstanceOfSatisfying(
                        OverspentException.class,
                        e -> assertThat(e.order().id().providerId()).isEqualTo("4711"));
    }

    @Test
    void a_charge_that_cannot_be_read_does_not_hide_the_order() {
        process = hangUp();
        assertThat(realtime.order(INTENT, request, Spending.upTo("EUR", "40.00"))
                        .id()
                        .providerId())
                .isEqualTo("4711");
    }
}
