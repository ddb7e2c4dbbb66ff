package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.reseller.failure.BillableAcknowledgmentNeededException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.SpendingLimitExceededException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Prices are whole cents: a value that is no integer, negative, too large or duplicated is no price, and none is
 * rounded.
 */
class UnreadablePriceTest extends RealtimeFixture {

    private static final Spending LIMIT = Spending.upTo("EUR", "25.00");

    static Stream<String> notWholeCents() {
        return Stream.of(
                "249.99",
                "2500.99",
                "0.9",
                "2500.0",
                "25e2",
                "1e3",
                "\"2500\"",
                "\"25.00\"",
                "-1",
                "-2500",
                "true",
                "[2500]",
                "{\"EUR\":2500}",
                "9223372036854775808",
                "99999999999999999999999999");
    }

    static Stream<String> unreadableQuotes() {
        String wholeLine = LINE.replace("\"total\":2500", "\"total\":%s");
        return Stream.concat(
                notWholeCents()
                        .flatMap(amount -> Stream.of(
                                quote(amount, LINE),
                                quote("2500", wholeLine.formatted(amount)),
                                quote("2500", LINE.replace("\"amount\":2500", "\"amount\":" + amount)),
                                quote(amount, wholeLine.formatted(amount)))),
                Stream.of(
                        quote("2500,\"total\":99999", LINE),
                        quote("99999,\"total\":2500", LINE),
                        quote("2500,\"currency\":\"USD\"", LINE),
                        quote("2500", LINE.replace("\"total\":2500", "\"total\":99999,\"total\":2500")),
                        quote("2500", LINE.replace("\"quantity\":1", "\"quantity\":9,\"quantity\":1")),
                        quote("2500", LINE).replace("EUR\"", "EUR\",\"currency\":\"EUR\""),
                        "{\"quote\":{\"total\":99999},\"quote\":"
                                + quote("2500", LINE).substring(9),
                        quote("2500", LINE).replace("\"EUR\"", "7")));
    }

    @ParameterizedTest
    @MethodSource("unreadableQuotes")
    void a_quote_that_is_no_number_of_whole_cents_orders_nothing_and_leaves_the_intent_free(String unreadable) {
        quote = json(200, unreadable);
        for (Spending limit : List.of(LIMIT, Spending.upTo("EUR", "999999.99"))) {
            assertThatThrownBy(() -> realtime.order(INTENT, request, limit))
                    .isInstanceOf(SpendingLimitExceededException.class)
                    .hasMessageContaining("whole number of cents");
        }
        assertThat(book.unresolved()).isEmpty();
        assertThat(posts()).allMatch(target -> target.endsWith("quote=true"));

        Quote seen = realtime.quote(request);
        assertThat(seen.total()).isEmpty();
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.acknowledging(seen)))
                .isInstanceOf(SpendingLimitExceededException.class);
    }

    @Test
    void less_than_a_cent_is_not_free() {
        quote = json(200, "{\"quote\":{\"total\":0.9}}");
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.upTo("EUR", "0.00")))
                .isInstanceOf(SpendingLimitExceededException.class);
        quote = json(200, "{\"quote\":{\"total\":0}}");
        assertThat(realtime.order(INTENT, request, Spending.upTo("EUR", "0.00"))
                        .id()
                        .providerId())
                .isEqualTo("4711");
    }

    static Stream<String> linesThatNobodyAskedFor() {
        return Stream.of(
                LINE.replace("ssl_example", "ssl_example_ev"),
                LINE.replace("REQUEST", "RENEW"),
                LINE.replace("REQUEST", "PRIVACY_PROTECT"),
                LINE.replace("REQUEST", "request"),
                LINE.replace("REQUEST", "EXTRA_DOMAIN"),
                LINE.replace("REQUEST", "EXTRA_WILDCARD"),
                LINE.replace("\"quantity\":1", "\"quantity\":0"),
                LINE.replace("\"quantity\":1", "\"quantity\":-1"),
                LINE.replace("\"quantity\":1", "\"quantity\":2"),
                LINE.replace("\"quantity\":1", "\"quantity\":1.9"),
                LINE.replace("\"quantity\":1", "\"quantity\":\"1\""),
                LINE.replace("\"quantity\":1", "\"quantity\":4294967297"),
                LINE + "," + LINE.replace("REQUEST", "EXTRA_DOMAIN").replace("2500", "0"));
    }

    @ParameterizedTest
    @MethodSource("linesThatNobodyAskedFor")
    void a_line_for_something_that_was_not_asked_for_orders_nothing(String lines) {
        quote = json(200, quote("2500", lines));
        assertThatThrownBy(() -> realtime.order(INTENT, request, LIMIT))
                .isInstanceOf(SpendingLimitExceededException.class);
        Quote seen = realtime.quote(request);
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.acknowledging(seen)))
                .isInstanceOf(SpendingLimitExceededException.class);
        assertThat(posts()).allMatch(target -> target.endsWith("quote=true"));
        assertThat(book.unresolved()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"EXTRA_DOMAIN, 1", "EXTRA_DOMAIN, 2", "EXTRA_WILDCARD, 1"})
    void names_beyond_the_first_may_be_charged_as_often_as_they_are_asked_for(String action, int quantity) {
        String extra = LINE + ",{\"product\":\"ssl_example\",\"action\":\"%s\",\"quantity\":%d,\"amount\":0}";
        quote = json(200, quote("2500", extra.formatted(action, quantity)));
        OrderRequest three = request.toBuilder()
                .csr(TestClient.key("www.example.com", "shop.example.com", "*.example.com")
                        .csr())
                .build();
        assertThat(realtime.order(INTENT, three, LIMIT).id().providerId()).isEqualTo("4711");

        quote = json(200, quote("2500", extra.formatted(action, 3)));
        assertThatThrownBy(() -> realtime.order(
                        Intent.of("2"), three.toBuilder().csr(request.csr()).build(), LIMIT))
                .isInstanceOf(SpendingLimitExceededException.class);
    }

    static Stream<String> unreadableCharges() {
        return Stream.concat(
                        notWholeCents()
                                .flatMap(amount -> Stream.of(
                                        "\"transaction\":{\"EUR\":" + amount + "}",
                                        "\"reservation\":{\"EUR\":" + amount + "},\"transaction\":{\"EUR\":2500}",
                                        "\"reservation\":" + amount)),
                        Stream.of(
                                "\"transaction\":{\"EUR\":2500,\"EUR\":99999}",
                                "\"transaction\":{\"EUR\":99999,\"EUR\":2500}",
                                "\"transaction\":{\"EUR\":2500,\"EUR\":2500}",
                                "\"transaction\":{\"EUR\":2500},\"reservation\":{\"EUR\":1,\"USD\":1,\"EUR\":1}",
                                "\"transaction\":\"EUR:25.00\"",
                                "\"transaction\":{\"EUR\":2500},\"transaction\":{\"EUR\":1}",
                                "\"transaction\":{\"EUR\":1},\"reservation\":{\"EUR\":1},\"transaction\":{\"EUR\":1}",
                                "\"reservation\":null,\"reservation\":{\"EUR\":1}",
                                "\"reservation\":{\"EUR\":1},\"reservation\":null",
                                "\"reservation\":{\"EUR\":1},\"reservation\":[{\"a\":{\"b\":1}}]"))
                // An amount by currency is what is documented, and 2500 is within the limit.
                .filter(charge -> !charge.equals("\"reservation\":{\"EUR\":2500}"));
    }

    @ParameterizedTest
    @MethodSource("unreadableCharges")
    void an_unreadable_charge_halts_the_book_and_is_reported_once_with_the_order(String charge) {
        process = json(200, "{\"id\":4711,\"status\":\"RUNNING\"," + charge + ",\"refund\":{\"EUR\":1}}");

        assertThatThrownBy(() -> realtime.order(INTENT, request, LIMIT))
                .isInstanceOfSatisfying(OverspentException.class, e -> {
                    assertThat(e.order().id().providerId()).isEqualTo("4711");
                    assertThat(e.order().request()).contains(request);
                })
                .hasMessageContaining("whole number of cents")
                .hasMessageContaining("EUR:25.00");
        assertThat(book.halted()).hasValueSatisfying(why -> assertThat(why).contains("whole number of cents"));
        assertThat(book.uncompared()).isEmpty();

        Order again = realtime.order(INTENT, request, LIMIT);
        book.resume("looked it up");
        assertThat(realtime.orders().get(again.id()).id()).isEqualTo(again.id());
        assertThat(book.halted()).isEmpty();
        assertThat(server.requests("POST")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"EUR\":24.99}", "{\"EUR\":1},\"transaction\":{\"EUR\":1}"})
    void a_charge_that_becomes_unreadable_later_is_reported_by_get(String charge) {
        OrderId id = realtime.order(INTENT, request, LIMIT).id();
        process = json(200, "{\"id\":4711,\"status\":\"RUNNING\",\"transaction\":%s}".formatted(charge));
        assertThatThrownBy(() -> realtime.orders().get(id)).isInstanceOf(OverspentException.class);
        assertThat(book.halted()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":4711,\"id\":4712,\"status\":\"RUNNING\"}",
                "{\"id\":4711,\"status\":\"RUNNING\",\"status\":\"COMPLETED\"}",
                "{\"id\":4711,\"transaction\":{\"EUR\":1},\"transaction\":{\"EUR\":1},\"id\":4711}",
                "{\"id\":4711,\"transaction\":{\"EUR\":1},\"billables\":[{\"quantity\":1,\"quantity\":2}]}",
                "{\"id\":4711,\"billables\":[],\"transaction\":{\"EUR\":1},\"billables\":[]}",
                "{\"id\":4711,\"transaction\":{\"EUR\":1,\"EUR\":2},\"command\":{\"csr\":\"a\",\"csr\":\"b\"}}",
                "{\"id\":4711.9,\"status\":\"RUNNING\"}",
                "{\"id\":\"04711\",\"status\":\"RUNNING\"}",
                "{\"id\":4711e0,\"status\":\"RUNNING\"}",
                "{\"id\":4712,\"status\":\"RUNNING\"}"
            })
    void a_process_with_two_ids_or_none_that_is_canonical_is_not_read(String odd) {
        OrderId id = realtime.order(INTENT, request, LIMIT).id();
        process = json(200, odd);
        assertThatThrownBy(() -> realtime.orders().get(id)).isInstanceOf(BrokenContractException.class);
        process = json(200, "{\"id\":\"4711\",\"status\":\"RUNNING\"}");
        assertThat(realtime.orders().get(id).id()).isEqualTo(id);
    }

    @Test
    void a_missing_acknowledgment_is_reported_also_when_its_price_is_unreadable() {
        order = json(
                400,
                "{\"type\":\"BillableAcknowledgmentNeededException\",\"message\":\"m\","
                        + quote("249.99", LINE).substring(1));
        assertThatThrownBy(() -> realtime.order(INTENT, request, Spending.unquoted()))
                .isInstanceOfSatisfying(
                        BillableAcknowledgmentNeededException.class,
                        needed ->
                                assertThat(needed.quote().orElseThrow().total()).isEmpty());
    }

    @Test
    void the_generated_client_rounds_no_amount_either() {
        listing = json(200, "{\"entities\":[{\"id\":1,\"process\":2.5}]}");
        try (RealtimeClient client = RealtimeClient.connect(GeneratedClient.KEY, server.options())) {
            assertThatThrownBy(() -> client.certificates()
                            .listCertificates(10, null, List.of(), null, null, null, null, Map.of()))
                    .isInstanceOf(BrokenContractException.class);
        }
    }
}
