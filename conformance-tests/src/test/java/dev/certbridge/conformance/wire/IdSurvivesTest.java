package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.flood;
import static dev.certbridge.conformance.proxy.ProxyStep.gzip;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static dev.certbridge.conformance.proxy.ProxyStep.response;
import static dev.certbridge.conformance.proxy.ProxyStep.stall;
import static dev.certbridge.conformance.wire.TestProvider.REALTIME;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

/** The id of an accepted order survives whatever is wrong with the rest of the response. */
class IdSurvivesTest extends WireTest {

    private static final String ID_HEADER = "x-process-id: 4711";
    private static final String REALTIME_PATH = "Location: https://api.example.org/v2/processes/4711";
    private static final String REGFISH_PATH = "Location: https://api.example.org/tls/certificate/ABCDEFGHIJKLM";

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofMillis(800);

    private static SlowCases<String> stalled;

    /**
     * Loads every class first, then begins the cases that stall, which wait for their deadline while the others run.
     */
    @BeforeAll
    static void begin() {
        stalled = new SlowCases<>(2);
        halfIds().forEach(IdSurvivesTest::reportNoId);
        oddAnswers()
                .filter(Odd::stalls)
                .forEach(answer -> stalled.begin(answer.toString(), () -> reportAndRecord(answer)));
    }

    @AfterAll
    static void end() {
        stalled.close();
    }

    static Stream<Odd> oddAnswers() {
        byte[] packed = gzip(("{\"processId\":4711,\"commonName\":\"" + "x".repeat(9000)).getBytes(UTF_8));
        return Stream.of(
                realtime("truncated", raw(ProxyStep.head(202, 500, ID_HEADER) + "{\"comm")),
                realtime("no byte of the body", raw(ProxyStep.head(202, 500, ID_HEADER))),
                realtime("stalled", stall(ProxyStep.head(202, 500, ID_HEADER) + "{\"comm")),
                realtime("201", raw(ProxyStep.head(201, 500, ID_HEADER))),
                realtime("200", raw(ProxyStep.head(200, 500, ID_HEADER))),
                realtime("html", response(202, "<html>".getBytes(UTF_8), ID_HEADER)),
                realtime("unreadable packing", json(202, "?", ID_HEADER, "Content-Encoding: br")),
                realtime("no gzip", json(202, "{}", ID_HEADER, "Content-Encoding: gzip")),
                realtime("too long", flood(ProxyStep.head(202, Long.MAX_VALUE, ID_HEADER), " ")),
                realtime("Location alone", raw(ProxyStep.head(202, 500, REALTIME_PATH))),
                realtime("unreadable header", raw(ProxyStep.head(202, 9, "x-process-id: ?", REALTIME_PATH))),
                realtime("in the bytes", raw(ProxyStep.head(202, 500) + "{\"processId\": 4711, \"comm")),
                realtime("in the bytes of html", response(202, "<b>{\"processId\":\"4711\"}</b>".getBytes(UTF_8))),
                realtime(
                        "in gzip that broke off",
                        response(202, Arrays.copyOf(packed, packed.length - 9), "Content-Encoding: gzip")),
                realtime("a header of 300 KiB", raw(head(ID_HEADER, "X-Long: " + "x".repeat(300 * 1024)))),
                realtime("1,100 headers", raw(head(ID_HEADER, lines(1_100)))),
                realtime("headers of 300 KiB", raw(head(ID_HEADER, lines(300).replace("1", "1".repeat(999))))),
                realtime("an endless header", flood("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\nX: ", "x")),
                realtime("endless headers", flood("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\n", "X: 1\r\n")),
                realtime("a head that broke off", raw("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\n")),
                realtime("in a line more", raw("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\nX-Proc")),
                realtime("a stalled head", stall("HTTP/1.1 202 Said\r\n" + ID_HEADER + "\r\nX-Proc")),
                realtime("a line without a name", raw(head("no header", ID_HEADER, "Content-Length: 5"))),
                realtime("two lengths", raw(head(ID_HEADER, "Content-Length: 5", "Content-Length: 6") + "{")),
                realtime("a length of no number", raw(head(ID_HEADER, "Content-Length: many") + "{")),
                realtime("a strange coding", raw(head(ID_HEADER, "Transfer-Encoding: x") + "{")),
                realtime("as HTTP/2", raw(head(ID_HEADER).replace("/1.1", "/2") + "{")),
                regfish("1,100 headers", raw(head(REGFISH_PATH, lines(1_100)))),
                regfish("html with Location", response(200, "<html>".getBytes(UTF_8), REGFISH_PATH)),
                regfish("Location alone", raw(ProxyStep.head(200, 500, REGFISH_PATH))),
                regfish("in the bytes", raw(regfishBody("\"id\":\"ABCDEFGHIJKLM\",\"stat"))),
                regfish(
                        "in the bytes, after other objects",
                        raw(regfishBody("\"validation\":{\"dns_records\":[{\"id\":\"NOTTHISONEATALL\"}]},"
                                + "\"id\":\"ABCDEFGHIJKLM\",\"stat"))),
                regfish("in bytes that stall", stall(regfishBody("\"id\":\"ABCDEFGHIJKLM\",\"stat"))),
                regfish(
                        "in bytes that are too many",
                        flood(regfishBody("\"id\":\"ABCDEFGHIJKLM\",\"stat").replace("900", "99000000"), " ")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddAnswers")
    void the_id_is_reported_and_recorded(Odd answer) {
        stalled.end(answer.toString(), () -> reportAndRecord(answer));
    }

    private static void reportAndRecord(Odd answer) {
        TestProvider provider = answer.provider();
        OrderBook book = OrderBooks.inMemory();
        OrderRequest request = provider.order("www.example.com");
        try (FaultProxy server = FaultProxy.toWrites(answer.act());
                CertificateReseller reseller =
                        provider.connect(book, server, options -> options.timeLimits(LONG, LONG, SOON))) {
            assertThatThrownBy(() -> reseller.order(INTENT, request, Spending.unquoted()))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
                        assertThat(e.accepted()).isTrue();
                        assertThat(e.seenId().map(OrderId::providerId)).contains(provider.id());
                    });
            assertThat(reseller.order(INTENT, request, Spending.unquoted()).id().providerId())
                    .isEqualTo(provider.id());
            assertThat(server.requests("POST")).hasSize(1);
        }
        assertThat(book.unresolved()).isEmpty();
    }

    static Stream<Odd> halfIds() {
        return Stream.of(
                realtime("header cut off", raw("HTTP/1.1 202 Said\r\nx-process-id: 47")),
                realtime(
                        "header cut off behind 100-continue",
                        raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Said\r\nx-process-id: 47")),
                regfish("header cut off", raw("HTTP/1.1 200 Said\r\nLocation: /tls/certificate/ABCD")),
                realtime("number cut off", raw(ProxyStep.head(202, 500) + "{\"processId\": 47")),
                regfish("text cut off", raw(regfishBody("\"id\":\"ABCDEF"))),
                regfish("of another object", raw(regfishBody("\"organization\":{\"id\":\"OTHER\",\"na"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halfIds")
    void a_truncated_id_is_no_id(Odd answer) {
        reportNoId(answer);
    }

    private static void reportNoId(Odd answer) {
        TestProvider provider = answer.provider();
        OrderBook book = OrderBooks.inMemory();
        try (FaultProxy server = FaultProxy.toWrites(answer.act());
                CertificateReseller reseller = provider.connect(book, server.options())) {
            assertThatThrownBy(() -> provider.place(reseller))
                    .isInstanceOfSatisfying(OutcomeUnknownException.class, e -> {
                        assertThat(e.accepted()).isTrue();
                        assertThat(e.seenId()).isEmpty();
                    });
        }
        assertThat(book.unresolved()).hasSize(1);
    }

    @Test
    void the_head_is_in_the_book_before_the_body_is_read() throws Exception {
        CompletableFuture<Optional<?>> committed = new CompletableFuture<>();
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        SpendLog book = InterceptedBook.of(SpendLog.of(OrderBooks.inMemory()), (method, arguments, real) -> {
            Object result = real.call();
            if (method.equals("answered")) {
                committed.complete((Optional<?>) arguments[2]);
            }
            return result;
        });
        ProxyStep headThenBody = exchange -> {
            exchange.write(ProxyStep.head(202, 2, ID_HEADER));
            goOn.join();
            exchange.write("{}");
            return false;
        };
        ExecutorService caller = Executors.newSingleThreadExecutor();
        OrderRequest request = REALTIME.order("www.example.com");
        try (FaultProxy server = FaultProxy.toWrites(headThenBody);
                CertificateReseller reseller = REALTIME.connect(book, server.options())) {
            Future<?> order = caller.submit(() -> reseller.order(INTENT, request, Spending.unquoted()));

            OrderId id = (OrderId) committed.get(10, TimeUnit.SECONDS).orElseThrow();
            assertThat(id.providerId()).isEqualTo("4711");
            assertThat(book.requestOf(id)).contains(request);
            assertThat(book.attempts(INTENT)).singleElement().satisfies(attempt -> {
                assertThat(attempt.state()).isEqualTo(Attempt.State.ACCEPTED);
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

    @Test
    void a_response_that_arrives_at_once_is_committed_with_the_id_in_its_body() {
        List<String> steps = new ArrayList<>();
        SpendLog book = InterceptedBook.of(SpendLog.of(OrderBooks.inMemory()), (method, arguments, real) -> {
            Object result = real.call();
            if (method.matches("answered|settle")) {
                Optional<?> id = (Optional<?>) arguments[2];
                steps.add(method
                        + id.map(order -> " " + ((OrderId) order).providerId()).orElse(" without an id"));
            }
            return result;
        });
        REGFISH.place(open(REGFISH.connect(book, toWrites(REGFISH.accepts()).options())));

        assertThat(steps).containsExactly("answered " + REGFISH.id());
        assertThat(book.unresolved()).isEmpty();
    }

    static Stream<String> longHeads() {
        return Stream.of("X-Long: " + "x".repeat(9_000), "X-Long: " + "x".repeat(250_000), lines(150), lines(990));
    }

    @ParameterizedTest
    @MethodSource("longHeads")
    void an_order_is_placed_however_long_the_head_of_its_response_is(String headers) {
        OrderBook book = OrderBooks.inMemory();
        ProxyStep accepts = json(202, "{\"commonName\":\"www.example.com\"}", headers, ID_HEADER);
        CertificateReseller reseller =
                open(REALTIME.connect(book, toWrites(accepts).options()));
        OrderRequest request = REALTIME.order("www.example.com");
        assertThat(reseller.order(INTENT, request, Spending.unquoted()).id().providerId())
                .isEqualTo("4711");
        assertThat(book.unresolved()).isEmpty();
    }

    private static String head(String... headers) {
        return "HTTP/1.1 202 Said\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String lines(int count) {
        return String.join("\r\n", Collections.nCopies(count, "X-Line: 1"));
    }

    private static String regfishBody(String members) {
        return ProxyStep.head(200, 900, "Content-Type: application/json") + "{\"success\":true,\"response\":{"
                + members;
    }

    /** A response with a fault. */
    record Odd(TestProvider provider, String name, ProxyStep act) {

        boolean stalls() {
            return name.contains("stall");
        }

        @Override
        public String toString() {
            return provider + ": " + name;
        }
    }

    private static Odd realtime(String name, ProxyStep step) {
        return new Odd(TestProvider.REALTIME, name, step);
    }

    private static Odd regfish(String name, ProxyStep step) {
        return new Odd(TestProvider.REGFISH, name, step);
    }
}
