package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.wire.TestProvider.REALTIME;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids of accepted orders that are malformed, contradictory, or belong to another intent. */
class MalformedIdTest extends WireTest {

    private static final Intent OTHER = Intent.of("shop-4711/2");
    private static final String LONG = "A".repeat(201);

    @TempDir
    private Path folder;

    static Stream<Arguments> oddIds() {
        return Stream.concat(
                Stream.of(
                                "AB\\u0000CD",
                                "AB\\nCD",
                                "AB\\u001b[2JCD",
                                "\\u0000",
                                "AB\\u202eCD",
                                "AB\\ud800CD",
                                "AB\\u2028CD",
                                LONG,
                                "AB\\u0000" + LONG)
                        .map(id -> regfish("{\"success\":true,\"response\":{\"id\":\"%s\"}}".formatted(id))),
                Stream.of(
                        realtime("{}", "x-process-id: " + "7".repeat(201)),
                        realtime("{}", "x-process-id: 47\u000111"),
                        realtime("{\"processId\":\"47\\u000011\"}")));
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("oddIds")
    void the_order_is_accepted_with_its_id_quoted_and_the_book_can_be_opened_again(TestProvider provider, ProxyStep odd)
            throws Exception {
        Path recovery = Files.createDirectory(folder.resolve("recovery"));
        Path file = folder.resolve("book.db");
        OrderRequest request = provider.order("www.example.com");
        FaultProxy server = open(FaultProxy.toWrites(odd, provider.accepts()));
        OrderId id;
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, recovery));
                CertificateReseller reseller = provider.connect(book, server)) {
            id = reseller.order(INTENT, request, Spending.unquoted()).id();
            assertThat(id.isQuoted()).isTrue();
            assertThat(id.providerId()).matches("[ -~]{1,200}").startsWith("\"");
            assertThat(OrderId.parse(id.toString())).isEqualTo(id);
        }
        SpendLog book = open(SpendLog.of(OrderBooks.sqlite(file, recovery)));
        CertificateReseller reseller = connect(provider, book, server);
        assertThat(reseller.order(INTENT, request, Spending.unquoted()).id()).isEqualTo(id);
        assertThat(book.orders(id.target(), id.providerId())).hasSize(1);
        assertThat(book.unresolved()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reseller.orders().get(id))
                .withMessageContaining("find the order in the reseller's console");

        Order next = reseller.order(OTHER, provider.order("shop.example.com"), Spending.unquoted());
        assertThat(next.id().providerId()).isEqualTo(provider.id());
        EndedOrders listener = new EndedOrders();
        assertThat(reseller.orders().awaitAll(List.of(id), Duration.ofMinutes(1), DnsPublisher.none(), listener))
                .isEmpty();
        assertThat(listener.ended).containsOnlyKeys(id);
        assertThat(server.requests("POST")).hasSize(2);
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

    private static OrderId id(String providerId) {
        return new OrderId("regfish", "live", "-", OrderId.Kind.ORDER, providerId, "-", "-");
    }

    @ParameterizedTest
    @CsvSource({
        "x-process-id: 04711,{}",
        "x-process-id: 000000000000000000004711,{}",
        "X: 1,'{\"processId\":\"04711\"}'",
        "Location: /v2/processes/004711/info,{}"
    })
    void an_id_with_leading_zeros_is_the_id_without_them(String header, String body) {
        FaultProxy server = open(FaultProxy.toWrites(REALTIME.accepts(), json(202, body, header)));
        CertificateReseller realtime = connect(REALTIME, OrderBooks.inMemory(), server);
        OrderId first = REALTIME.place(realtime).id();
        assertThatThrownBy(() -> realtime.order(OTHER, REALTIME.order("shop.example.com"), Spending.unquoted()))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("contains the id 4711 of another intent's order");

        OrderId zeros =
                new OrderId(first.provider(), first.environment(), first.account(), first.kind(), "04711", "-", "-");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> realtime.orders().get(zeros))
                .withMessageContaining("without leading zeros");
        assertThat(server.requests("GET")).noneMatch(read -> read.target().contains("/processes/"));
    }

    @Test
    void an_id_in_a_folded_header_is_found() {
        FaultProxy server =
                toWrites(ProxyStep.raw("HTTP/1.1 202 Accepted\r\nx-first: a\r\n b\r\nx-process-id:\r\n\t4711\r\n"
                        + "Content-Length: 2\r\n\r\n{}"));
        CertificateReseller realtime = connect(REALTIME, OrderBooks.inMemory(), server);
        assertThat(REALTIME.place(realtime).id().providerId()).isEqualTo("4711");
    }

    static Stream<Arguments> contradictions() {
        String accepted = "{\"success\":true}";
        return Stream.of(
                realtime("{}", "x-process-id: 4711", "x-process-id: 4712"),
                realtime("{\"processId\":4711,\"processId\":4712}"),
                regfish("{\"success\":true,\"response\":{\"id\":\"ONE\",\"id\":\"TWO\"}}"),
                regfish("{\"success\":true,\"response\":{\"id\":\"ONE\"},\"response\":{\"id\":\"TWO\"}}"),
                regfish(accepted, "Location: /tls/certificate/ONE", "Location: /tls/certificate/TWO"),
                regfish("{\"success\":true,\"response\":{\"id\":true}}"),
                regfish("{\"success\":true,\"response\":{\"id\":17.0}}"));
    }

    @ParameterizedTest(name = "{0} [{index}]")
    @MethodSource("contradictions")
    void a_response_with_two_ids_has_none(TestProvider provider, ProxyStep two) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        CertificateReseller reseller = connect(provider, book, toWrites(two));
        assertAcceptedWithoutId(() -> provider.place(reseller));
        assertThat(book.unresolved()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB\\u0000CD", "AB\\ud800CD"})
    void an_odd_id_in_the_listing_hinders_no_order(String odd) {
        SpendLog book = open(SpendLog.of(OrderBooks.sqlite(folder.resolve("book.db"), folder)));
        String order = "{\"id\":\"%s\",\"status\":\"pending\",\"common_name\":\"a.example\"}".formatted(odd);
        ProxyStep listing = json(200, "{\"success\":true,\"response\":[" + order + "]}");
        FaultProxy server = open(FaultProxy.scripted(received -> received.isWrite() ? REGFISH.accepts() : listing));
        CertificateReseller regfish = connect(REGFISH, book, server);
        assertThat(REGFISH.place(regfish).id().providerId()).isEqualTo(REGFISH.id());
        assertThat(regfish.orders().unclaimed())
                .singleElement()
                .satisfies(unclaimed -> assertThat(unclaimed.id().isQuoted()).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void an_order_with_the_id_of_another_is_unknown_and_its_intent_stays_taken(TestProvider provider) {
        orderTwice(provider, provider.accepts());
    }

    @ParameterizedTest
    @EnumSource
    void a_response_that_breaks_off_after_the_id_of_another_is_unknown_too(TestProvider provider) {
        orderTwice(provider, ProxyStep.raw(ProxyStep.head(200, 500, provider.idHeader())));
    }

    /** The book stores no body, so the note may be the only record of the id. */
    @ParameterizedTest
    @EnumSource
    void the_id_in_a_refusal_is_noted_in_the_book(TestProvider provider) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        CertificateReseller reseller = connect(provider, book, toWrites(json(500, "{}", provider.idHeader())));
        assertThatThrownBy(() -> provider.place(reseller))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("the response 500 contains the id " + provider.id());
        assertThat(book.unresolved()).singleElement().satisfies(attempt -> {
            assertThat(attempt.orderId()).isEmpty();
            assertThat(attempt.head().orElseThrow().headers())
                    .endsWith("\n(the response is a refusal, but contains the id " + provider.id() + ")");
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_id_of_an_accepted_order_needs_no_note(TestProvider provider) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        provider.place(connect(provider, book, toWrites(provider.accepts())));
        assertThat(book.attempts(INTENT))
                .singleElement()
                .satisfies(attempt ->
                        assertThat(attempt.head().orElseThrow().headers()).doesNotContain("(the response"));
    }

    private void orderTwice(TestProvider provider, ProxyStep second) {
        SpendLog book = SpendLog.of(OrderBooks.inMemory());
        FaultProxy server = open(FaultProxy.toWrites(provider.accepts(), second));
        CertificateReseller reseller = connect(provider, book, server);
        OrderId first = provider.place(reseller).id();
        OrderRequest request = provider.order("shop.example.com");
        for (int i = 0; i < 2; i++) {
            assertAcceptedWithoutId(() -> reseller.order(OTHER, request, Spending.unquoted()));
        }
        assertThat(book.orders(first.target(), provider.id()))
                .singleElement()
                .satisfies(known -> assertThat(known.intent()).contains(INTENT));
        server.close();
        assertThat(server.requests("POST")).hasSize(2);
        assertThat(book.unresolved()).singleElement().satisfies(attempt -> {
            assertThat(attempt.intent()).isEqualTo(OTHER);
            assertThat(attempt.orderId()).isEmpty();
            assertThat(attempt.head().orElseThrow().headers())
                    .contains("contains the id " + provider.id() + " of another intent's order");
        });
    }

    private static void assertAcceptedWithoutId(ThrowingCallable order) {
        assertThatThrownBy(order).isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
            assertThat(unknown.accepted()).isTrue();
            assertThat(unknown.seenId()).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_book_that_cannot_find_the_intent_costs_no_id(TestProvider provider) {
        AtomicBoolean sending = new AtomicBoolean();
        SpendLog forgetful = InterceptedBook.of(SpendLog.of(OrderBooks.inMemory()), (method, arguments, real) -> {
            sending.compareAndSet(false, method.equals("begin"));
            if (sending.get() && method.equals("orders")) {
                throw new IllegalStateException("the network is gone");
            }
            return real.call();
        });
        CertificateReseller reseller = connect(provider, forgetful, toWrites(provider.accepts()));
        assertThat(provider.place(reseller).id().providerId()).isEqualTo(provider.id());
    }

    private static Arguments regfish(String body, String... headers) {
        return Arguments.of(REGFISH, json(200, body, headers));
    }

    private static Arguments realtime(String body, String... headers) {
        return Arguments.of(REALTIME, json(202, body, headers));
    }
}
