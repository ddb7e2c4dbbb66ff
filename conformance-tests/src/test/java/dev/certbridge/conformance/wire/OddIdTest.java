package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An order exists whatever its id looks like: one form of each id, and what cannot be kept is quoted for a person. */
class OddIdTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final Intent OTHER = Intent.of("shop-4711/2");
    private static final String LONG = "A".repeat(201);

    @TempDir
    private Path folder;

    static Stream<Arguments> oddIds() {
        return Stream.of(
                        "AB\\u0000CD",
                        "AB\\nCD",
                        "AB\\u001b[2JCD",
                        "\\u0000",
                        "AB\\u202eCD",
                        "AB\\ud800CD",
                        "AB\\u2028CD",
                        LONG,
                        "AB\\u0000" + LONG)
                .map(id -> Arguments.of(
                        WireSession.REGFISH,
                        ServerStep.json(200, "{\"success\":true,\"response\":{\"id\":\"%s\"}}".formatted(id))));
    }

    static Stream<Arguments> oddNumbers() {
        return Stream.of(
                Arguments.of(WireSession.REALTIME, ServerStep.json(202, "{}", "x-process-id: " + "7".repeat(201))),
                Arguments.of(WireSession.REALTIME, ServerStep.json(202, "{}", "x-process-id: 47\u000111")),
                Arguments.of(WireSession.REALTIME, ServerStep.json(202, "{\"processId\":\"47\\u000011\"}")));
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource({"oddIds", "oddNumbers"})
    void the_order_is_accepted_with_its_id_quoted_and_the_book_can_be_opened_again(WireSession shop, ServerStep odd)
            throws Exception {
        Path rescue = Files.createDirectory(folder.resolve("rescue"));
        Path file = folder.resolve("book.db");
        OrderRequest request = shop.order("www.example.com");
        Deque<ServerStep> answers = new ArrayDeque<>(List.of(odd, shop.accepts()));
        try (RawServer server = RawServer.scripted(
                received -> received.method().equals("GET") ? RawServer.EMPTY_LISTING : answers.remove())) {
            OrderId id;
            try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, rescue));
                    CertificateReseller reseller = shop.connect(book, server.options())) {
                Order order = reseller.order(INTENT, request, Spending.unquoted());
                id = order.id();
                assertThat(id.isQuoted()).isTrue();
                assertThat(id.providerId()).matches("[ -~]{1,200}").startsWith("\"");
                assertThat(OrderId.parse(id.toString())).isEqualTo(id);
            }
            try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, rescue));
                    CertificateReseller reseller = shop.connect(book, server.options())) {
                assertThat(reseller.order(INTENT, request, Spending.unquoted()).id())
                        .isEqualTo(id);
                assertThat(book.orders(id.target(), id.providerId())).hasSize(1);
                assertThat(book.unresolved()).isEmpty();
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> reseller.orders().get(id))
                        .withMessageContaining("look the order up in the reseller's console");

                Order next = reseller.order(OTHER, shop.order("shop.example.com"), Spending.unquoted());
                assertThat(next.id().providerId()).isEqualTo(shop.id());
                List<OrderId> ended = new ArrayList<>();
                assertThat(reseller.orders()
                                .awaitAll(List.of(id), Duration.ofMinutes(1), DnsPublisher.none(), telling(ended)))
                        .isEmpty();
                assertThat(ended).containsExactly(id);
            }
            assertThat(server.requests("POST")).hasSize(2);
        }
    }

    @Test
    void two_ids_that_begin_alike_stay_two_and_a_quotation_stays_as_it_is() {
        OrderId one = id(LONG + "B");
        OrderId two = id(LONG + "C");
        assertThat(one.providerId()).isNotEqualTo(two.providerId());
        assertThat(id(one.providerId())).isEqualTo(one);
        assertThat(id("A".repeat(200)).isQuoted()).isFalse();
        assertThat(id("r\u00e9f 17/4").providerId()).isEqualTo("r\u00e9f 17/4");
    }

    @ParameterizedTest
    @CsvSource({
        "x-process-id: 04711,{}",
        "x-process-id: 000000000000000000004711,{}",
        "X: 1,'{\"processId\":\"04711\"}'",
        "Location: /v2/processes/004711/info,{}"
    })
    void an_id_with_leading_zeros_is_the_id_without_them(String header, String body) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        Deque<ServerStep> answers =
                new ArrayDeque<>(List.of(WireSession.REALTIME.accepts(), ServerStep.json(202, body, header)));
        try (RawServer server = RawServer.scripted(
                        received -> received.method().equals("GET") ? RawServer.EMPTY_LISTING : answers.remove());
                CertificateReseller realtime = WireSession.REALTIME.connect(book, server.options())) {
            OrderId first = realtime.order(INTENT, WireSession.REALTIME.order("www.example.com"), Spending.unquoted())
                    .id();
            assertThatThrownBy(() ->
                            realtime.order(OTHER, WireSession.REALTIME.order("shop.example.com"), Spending.unquoted()))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("names 4711, which is the order of another intent");

            OrderId zeros = new OrderId(
                    first.provider(), first.environment(), first.account(), first.kind(), "04711", "-", "-");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> realtime.orders().get(zeros))
                    .withMessageContaining("without leading zeros");
            assertThat(server.requests("GET")).noneMatch(read -> read.target().contains("/processes/"));
        }
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                Arguments.of(
                        WireSession.REALTIME, ServerStep.json(202, "{}", "x-process-id: 4711", "x-process-id: 4712")),
                Arguments.of(WireSession.REALTIME, ServerStep.json(202, "{\"processId\":4711,\"processId\":4712}")),
                Arguments.of(
                        WireSession.REGFISH,
                        ServerStep.json(200, "{\"success\":true,\"response\":{\"id\":\"ONE\",\"id\":\"TWO\"}}")),
                Arguments.of(
                        WireSession.REGFISH,
                        ServerStep.json(
                                200, "{\"success\":true,\"response\":{\"id\":\"ONE\"},\"response\":{\"id\":\"TWO\"}}")),
                Arguments.of(
                        WireSession.REGFISH,
                        ServerStep.json(
                                200,
                                "{\"success\":true}",
                                "Location: /tls/certificate/ONE",
                                "Location: /tls/certificate/TWO")),
                Arguments.of(
                        WireSession.REGFISH, ServerStep.json(200, "{\"success\":true,\"response\":{\"id\":true}}")),
                Arguments.of(
                        WireSession.REGFISH, ServerStep.json(200, "{\"success\":true,\"response\":{\"id\":17.0}}")));
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("contradictions")
    void an_answer_that_names_two_orders_names_none(WireSession shop, ServerStep two) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        try (RawServer server = RawServer.toWrites(two);
                CertificateReseller reseller = shop.connect(book, server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, shop.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
                        assertThat(unknown.accepted()).isTrue();
                        assertThat(unknown.seenId()).isEmpty();
                    });
        }
        assertThat(book.unresolved()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB\\u0000CD", "AB\\ud800CD"})
    void an_odd_id_in_the_listing_hinders_no_order(String odd) {
        SpendLog book = SpendLog.of(OrderBooks.sqlite(folder.resolve("book.db"), folder));
        ServerStep listing = ServerStep.json(
                200,
                "{\"success\":true,\"response\":[{\"id\":\"%s\",\"status\":\"pending\",\"common_name\":\"a.example\"}]}"
                        .formatted(odd));
        try (book;
                RawServer server = RawServer.scripted(
                        received -> received.method().equals("GET") ? listing : WireSession.REGFISH.accepts());
                CertificateReseller regfish = WireSession.REGFISH.connect(book, server.options())) {
            assertThat(regfish.order(INTENT, WireSession.REGFISH.order("www.example.com"), Spending.unquoted())
                            .id()
                            .providerId())
                    .isEqualTo(WireSession.REGFISH.id());
            assertThat(regfish.orders().unclaimed())
                    .singleElement()
                    .satisfies(order -> assertThat(order.id().isQuoted()).isTrue());
        }
    }

    private static OrderId id(String providerId) {
        return new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, providerId, "-", "-");
    }

    private static AwaitListener telling(List<OrderId> over) {
        return new AwaitListener() {
            @Override
            public void issued(OrderId order, IssuedCertificate certificate) {
                throw new AssertionError("nothing is issued here");
            }

            @Override
            public void ended(OrderId order, ResellerException why) {
                over.add(order);
            }
        };
    }
}
