package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Money rule 4: the id of an accepted order outlives whatever is wrong with the rest of the answer. */
class IdSurvivesTest {

    private static final Intent INTENT = Intent.of("shop-4711/1");
    private static final String ID_HEADER = "x-process-id: 4711";
    private static final String REALTIME_PATH = "Location: https://api.example.org/v2/processes/4711";
    private static final String REGFISH_PATH = "Location: https://api.example.org/tls/certificate/ABCDEFGHIJKLM";

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMillis(800);

    private static SlowCases<String> stalled;

    /** With every class loaded before, what stalls waits for its deadline while the rest runs. */
    @BeforeAll
    static void begin() {
        stalled = new SlowCases<>(2);
        halfIds().forEach(IdSurvivesTest::tellNone);
        oddAnswers()
                .filter(Odd::stalls)
                .forEach(answer -> stalled.begin(answer.toString(), () -> tellAndRecord(answer)));
    }

    @AfterAll
    static void end() {
        stalled.close();
    }

    static Stream<Odd> oddAnswers() {
        byte[] packed = ServerStep.gzip(("{\"processId\":4711,\"commonName\":\"" + "x".repeat(9000)).getBytes(UTF_8));
        return Stream.of(
                odd(
                        WireSession.REALTIME,
                        "truncated",
                        ServerStep.raw(ServerStep.head(202, 500, ID_HEADER) + "{\"comm")),
                odd(WireSession.REALTIME, "no byte of the body", ServerStep.raw(ServerStep.head(202, 500, ID_HEADER))),
                odd(
                        WireSession.REALTIME,
                        "stalled",
                        ServerStep.stall(ServerStep.head(202, 500, ID_HEADER) + "{\"comm")),
                odd(WireSession.REALTIME, "201", ServerStep.raw(ServerStep.head(201, 500, ID_HEADER))),
                odd(WireSession.REALTIME, "200", ServerStep.raw(ServerStep.head(200, 500, ID_HEADER))),
                odd(WireSession.REALTIME, "html", ServerStep.answer(202, "<html>".getBytes(UTF_8), ID_HEADER)),
                odd(
                        WireSession.REALTIME,
                        "unreadable packing",
                        ServerStep.json(202, "?", ID_HEADER, "Content-Encoding: br")),
                odd(WireSession.REALTIME, "no gzip", ServerStep.json(202, "{}", ID_HEADER, "Content-Encoding: gzip")),
                odd(
                        WireSession.REALTIME,
                        "too long",
                        ServerStep.flood(ServerStep.head(202, Long.MAX_VALUE, ID_HEADER), " ")),
                odd(WireSession.REALTIME, "Location alone", ServerStep.raw(ServerStep.head(202, 500, REALTIME_PATH))),
                odd(
                        WireSession.REALTIME,
                        "unreadable header",
                        ServerStep.raw(ServerStep.head(202, 9, "x-process-id: ?", REALTIME_PATH))),
                odd(
                        WireSession.REALTIME,
                        "in the bytes",
                        ServerStep.raw(ServerStep.head(202, 500) + "{\"processId\": 4711, \"comm")),
                odd(
                        WireSession.REALTIME,
                        "in the bytes of html",
                        ServerStep.answer(202, "<b>{\"processId\":\"4711\"}</b>".getBytes(UTF_8))),
                odd(
                        WireSession.REALTIME,
                        "in gzip that broke off",
                        ServerStep.answer(202, Arrays.copyOf(packed, packed.length - 9), "Content-Encoding: gzip")),
                odd(
                        WireSession.REALTIME,
                        "a header of 300 KiB",
                        ServerStep.raw(head(ID_HEADER, "X-Long: " + "x".repeat(300 * 1024)))),
                odd(WireSession.REALTIME, "1,100 headers", ServerStep.raw(head(ID_HEADER, lines(1_100)))),
                odd(
                        WireSession.REALTIME,
                        "headers of 300 KiB",
                        ServerStep.raw(head(ID_HEADER, lines(300).replace("1", "1".repeat(999))))),
                odd(
                        WireSession.REALTIME,
                        "an endless header",
                        ServerStep.flood("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\nX: ", "x")),
                odd(
                        WireSession.REALTIME,
                        "endless headers",
                        ServerStep.flood("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\n", "X: 1\r\n")),
                odd(
                        WireSession.REALTIME,
                        "a head that broke off",
                        ServerStep.raw("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\n")),
                odd(
                        WireSession.REALTIME,
                        "in a line more",
                        ServerStep.raw("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\nX-Proc")),
                odd(
                        WireSession.REALTIME,
                        "a stalled head",
                        ServerStep.stall("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\nX-Proc")),
                odd(
                        WireSession.REALTIME,
                        "a line without a name",
                        ServerStep.raw(head("no header", ID_HEADER, "Content-Length: 5"))),
                odd(
                        WireSession.REALTIME,
                        "two lengths",
                        ServerStep.raw(head(ID_HEADER, "Content-Length: 5", "Content-Length: 6") + "{")),
                odd(
                        WireSession.REALTIME,
                        "a length of no number",
                        ServerStep.raw(head(ID_HEADER, "Content-Length: many") + "{")),
                odd(
                        WireSession.REALTIME,
                        "a strange coding",
                        ServerStep.raw(head(ID_HEADER, "Transfer-Encoding: x") + "{")),
                odd(
                        WireSession.REALTIME,
                        "as HTTP/2",
                        ServerStep.raw(head(ID_HEADER).replace("/1.1", "/2") + "{")),
                odd(WireSession.REGFISH, "1,100 headers", ServerStep.raw(head(REGFISH_PATH, lines(1_100)))),
                odd(
                        WireSession.REGFISH,
                        "html with Location",
                        ServerStep.answer(200, "<html>".getBytes(UTF_8), REGFISH_PATH)),
                odd(WireSession.REGFISH, "Location alone", ServerStep.raw(ServerStep.head(200, 500, REGFISH_PATH))),
                odd(WireSession.REGFISH, "in the bytes", ServerStep.raw(regfish("\"id\":\"ABCDEFGHIJKLM\",\"stat"))),
                odd(
                        WireSession.REGFISH,
                        "in the bytes, after other objects",
                        ServerStep.raw(regfish("\"validation\":{\"dns_records\":[{\"id\":\"NOTTHISONEATALL\"}]},"
                                + "\"id\":\"ABCDEFGHIJKLM\",\"stat"))),
                odd(
                        WireSession.REGFISH,
                        "in bytes that stall",
                        ServerStep.stall(regfish("\"id\":\"ABCDEFGHIJKLM\",\"stat"))),
                odd(
                        WireSession.REGFISH,
                        "in bytes that are too many",
                        ServerStep.flood(
                                regfish("\"id\":\"ABCDEFGHIJKLM\",\"stat").replace("900", "99000000"), " ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddAnswers")
    void the_id_is_told_and_recorded(Odd answer) {
        stalled.end(answer.toString(), () -> tellAndRecord(answer));
    }

    private static void tellAndRecord(Odd answer) {
        WireSession shop = answer.shop();
        OrderBook book = OrderBooks.inMemory();
        OrderRequest request = shop.order("www.example.com");
        try (RawServer server = RawServer.toWrites(answer.act());
                CertificateReseller reseller = shop.connect(
                        book,
                        server.options().toBuilder()
                                .timeLimits(LONG, LONG, SOON)
                                .build())) {
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
                        assertThat(e.accepted()).isTrue();
                        assertThat(e.seenId().map(OrderId::providerId)).contains(shop.id());
                    });
            assertThat(reseller.order(INTENT, request, Spending.unquoted()).id().providerId())
                    .isEqualTo(shop.id());
            assertThat(server.requests("POST")).hasSize(1);
        }
        assertThat(book.unresolved()).isEmpty();
    }

    static Stream<Odd> halfIds() {
        return Stream.of(
                odd(WireSession.REALTIME, "header cut off", ServerStep.raw("HTTP/1.1 202 Said\r\nx-process-id: 47")),
                odd(
                        WireSession.REALTIME,
                        "header cut off behind 100-continue",
                        ServerStep.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Said\r\nx-process-id: 47")),
                odd(
                        WireSession.REGFISH,
                        "header cut off",
                        ServerStep.raw("HTTP/1.1 200 Said\r\nLocation: /tls/certificate/ABCD")),
                odd(
                        WireSession.REALTIME,
                        "number cut off",
                        ServerStep.raw(ServerStep.head(202, 500) + "{\"processId\": 47")),
                odd(WireSession.REGFISH, "text cut off", ServerStep.raw(regfish("\"id\":\"ABCDEF"))),
                odd(
                        WireSession.REGFISH,
                        "of another object",
                        ServerStep.raw(regfish("\"organization\":{\"id\":\"OTHER\",\"na"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halfIds")
    void what_may_be_half_an_id_is_none(Odd answer) {
        tellNone(answer);
    }

    private static void tellNone(Odd answer) {
        WireSession shop = answer.shop();
        OrderBook book = OrderBooks.inMemory();
        try (RawServer server = RawServer.toWrites(answer.act());
                CertificateReseller reseller = shop.connect(book, server.options())) {
            assertThatThrownBy(() -> reseller.order(INTENT, shop.order("www.example.com"), Spending.unquoted()))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
                        assertThat(e.accepted()).isTrue();
                        assertThat(e.seenId()).isEmpty();
                    });
        }
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void the_head_is_in_the_book_before_the_body_is_read() throws Exception {
        CompletableFuture<Optional<OrderId>> committed = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        InspectableBook book = new InspectableBook() {
            @Override
            public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
                super.answered(attempt, head, id);
                committed.complete(id);
            }
        };
        ServerStep headThenBody = peer -> {
            peer.write(ServerStep.head(202, 2, ID_HEADER));
            goOn.join();
            peer.write("{}");
            return false;
        };
        ExecutorService caller = Executors.newSingleThreadExecutor();
        OrderRequest request = WireSession.REALTIME.order("www.example.com");
        try (RawServer server = RawServer.toWrites(headThenBody);
                CertificateReseller reseller = WireSession.REALTIME.connect(book, server.options())) {
            Future<?> order = caller.submit(() -> reseller.order(INTENT, request, Spending.unquoted()));

            OrderId id = committed.get(10, TimeUnit.SECONDS).orElseThrow();
            assertThat(id.providerId()).isEqualTo("4711");
            assertThat(book.requestOf(id)).contains(request);
            assertThat(book.unresolved()).singleElement().satisfies(attempt -> {
                assertThat(attempt.state()).isEqualTo(Attempt.State.SENDING);
                assertThat(attempt.head().orElseThrow().status()).isEqualTo(202);
                assertThat(attempt.head().orElseThrow().headers()).contains(ID_HEADER);
            });
            assertThat(order.isDone()).isFalse();

            goOn.complete(null);
            order.get(10, TimeUnit.SECONDS);
        } finally {
            goOn.complete(null);
            caller.shutdownNow();
        }
    }

    static Stream<String> longHeads() {
        return Stream.of("X-Long: " + "x".repeat(9_000), "X-Long: " + "x".repeat(250_000), lines(150), lines(990));
    }

    @ParameterizedTest
    @MethodSource("longHeads")
    void an_order_is_placed_however_long_the_head_of_its_answer_is(String headers) {
        OrderBook book = OrderBooks.inMemory();
        ServerStep accepts = ServerStep.json(202, "{\"commonName\":\"www.example.com\"}", headers, ID_HEADER);
        try (RawServer server = RawServer.toWrites(accepts);
                CertificateReseller reseller = WireSession.REALTIME.connect(book, server.options())) {
            OrderRequest request = WireSession.REALTIME.order("www.example.com");
            assertThat(reseller.order(INTENT, request, Spending.unquoted()).id().providerId())
                    .isEqualTo("4711");
        }
        assertThat(book.unresolved()).isEmpty();
    }

    private static String head(String... headers) {
        return "HTTP/1.1 202 Said\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String lines(int count) {
        return String.join("\r\n", Collections.nCopies(count, "X-Line: 1"));
    }

    private static String regfish(String members) {
        return ServerStep.head(200, 900, "Content-Type: application/json") + "{\"success\":true,\"response\":{"
                + members;
    }

    /** An answer in which something is wrong. */
    record Odd(WireSession shop, String name, ServerStep act) {

        boolean stalls() {
            return name.contains("stall");
        }

        @Override
        public String toString() {
            return shop + ": " + name;
        }
    }

    private static Odd odd(WireSession shop, String name, ServerStep act) {
        return new Odd(shop, name, act);
    }
}
