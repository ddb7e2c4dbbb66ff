package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.flood;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.silence;
import static dev.certbridge.conformance.proxy.ProxyStep.stall;
import static dev.certbridge.conformance.proxy.ProxyStep.trickle;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.conformance.proxy.TestThreads.SlowCases;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import feign.Param;
import feign.RequestLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A response is bounded: in time, nesting, pages and bytes. What a client has read before the bound is kept. */
class ResponseBoundsTest extends WireTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MIB = 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"REGFISH, 60", "REGFISH, 999", "REGFISH, 100000", "REALTIME, 60", "REALTIME, 999", "REALTIME, 100000"})
    void an_order_returns_soon_however_deep_its_response_nests(TestProvider provider, int depth) {
        OrderBook book = OrderBooks.inMemory();
        String id = provider == REGFISH ? "\"response\":{\"id\":\"ABCDEFGHIJKLM\",\"status\":\"pending\"}," : "";
        ProxyStep act = json(
                202,
                "{" + id + "\"x\":" + nested(depth) + "}",
                provider == TestProvider.REALTIME ? "x-process-id: 4711" : "X-None: 1");
        CertificateReseller reseller = connect(provider, book, toWrites(act));
        long start = System.nanoTime();
        if (depth > 64) {
            assertThatThrownBy(() -> provider.place(reseller))
                    .isInstanceOfSatisfying(
                            OutcomeUnknownException.class,
                            e -> assertThat(e.seenId().map(OrderId::providerId)).contains(provider.id()));
        } else {
            assertThat(provider.place(reseller).id().providerId()).isEqualTo(provider.id());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        assertThat(book.unresolved()).isEmpty();
    }

    /** Without an id, every token is read. */
    @ParameterizedTest
    @ValueSource(ints = {60, 999, 100_000})
    void an_order_without_an_id_is_unknown_soon(int depth) {
        OrderBook book = OrderBooks.inMemory();
        CertificateReseller reseller = open(REGFISH.connect(
                book,
                toWrites(json(200, "{\"success\":true,\"x\":" + nested(depth) + "}"))
                        .options()));
        long start = System.nanoTime();
        assertThatThrownBy(() -> REGFISH.place(reseller)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        assertThat(book.unresolved()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(TestProvider.class)
    void a_read_that_nests_too_deep_is_a_broken_contract(TestProvider provider) {
        String deep =
                "{\"success\":true,\"response\":[],\"entities\":[],\"x\":" + "[".repeat(64) + "]".repeat(64) + "}";
        CertificateReseller reseller = connect(provider, OrderBooks.inMemory(), always(json(200, deep)));
        assertThatThrownBy(() -> reseller.orders().list().toList()).isInstanceOf(BrokenContractException.class);
        assertThatThrownBy(reseller::products).isInstanceOf(BrokenContractException.class);
        ProxyStep allowed = json(200, deep.replace("[[", "[").replace("]]", "]"));
        CertificateReseller other = connect(provider, OrderBooks.inMemory(), always(allowed));
        assertThat(other.orders().list()).isEmpty();
        assertThat(other.products()).isEmpty();
    }

    /** Returns five mebibytes of numbers, nested so deep. */
    private static String nested(int depth) {
        return "[".repeat(depth) + "1" + ",1".repeat(5 * MIB / 2) + "]".repeat(depth);
    }

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofSeconds(10);

    private static SlowCases<ProxyStep> calls;

    private static final List<Named<ProxyStep>> STALLS = List.of(
            Named.of("silence", silence()),
            Named.of("a trickling head", trickle("HTTP/1.1 200 OK\r\nX-Slow: ")),
            Named.of("a trickling status line", trickle("HTTP/1.1 2")),
            Named.of("a trickling body", trickle(head(200, 100_000))),
            Named.of("a trickling chunk", trickle("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n")),
            Named.of("endless 100-continue", flood("", "HTTP/1.1 100 Continue\r\n\r\n")),
            Named.of("half a body, then silence", stall(head(200, 100) + "{\"success\":")));

    static List<Named<ProxyStep>> stalls() {
        return STALLS;
    }

    /** Runs all cases at the same time, because they only wait for their deadline. */
    @BeforeAll
    static void begin() {
        calls = new SlowCases<>(7);
        STALLS.forEach(stall -> calls.begin(stall.getPayload(), () -> endsAtItsDeadline(stall.getPayload())));
    }

    @AfterAll
    static void end() {
        calls.close();
    }

    @ParameterizedTest
    @MethodSource("stalls")
    void a_read_ends_at_its_deadline(ProxyStep act) {
        calls.end(act, () -> endsAtItsDeadline(act));
    }

    private static void endsAtItsDeadline(ProxyStep act) {
        try (FaultProxy server = FaultProxy.always(act);
                GeneratedClient session = GeneratedClient.open("regfish", server.options(SOON))) {
            long start = System.nanoTime();
            assertThatThrownBy(session::read)
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("no complete response within 300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SOON, LATE);
        }
    }

    /** Callers run many orders as a parallel stream: its threads are the ones the JDK's own timers would run on. */
    @Test
    void the_deadline_needs_no_thread_of_the_common_pool() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        for (int i = 0; i < ForkJoinPool.commonPool().getParallelism() + 4; i++) {
            ForkJoinPool.commonPool().execute(() -> blockUntil(release));
        }
        FaultProxy server = FaultProxy.always(silence());
        try (server;
                GeneratedClient session = GeneratedClient.open("regfish", server.options(SOON))) {
            assertThatThrownBy(() -> caller.submit(session::read).get(LATE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ProviderFaultException.class);
        } finally {
            release.countDown();
            caller.shutdownNow();
        }
    }

    private static void blockUntil(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final LocalTls LOCAL_TLS = LocalTls.create();
    private static final String FORGED = "HTTP/1.1 200 Said\r\nContent-Length: 6\r\n\r\nforged";

    interface Api {
        @RequestLine(value = "GET /items/{id}", decodeSlash = false)
        ApiResponse read(@Param("id") String id);
    }

    static Stream<Arguments> surplus() {
        return Stream.of(Optional.<LocalTls>empty(), Optional.of(LOCAL_TLS))
                .flatMap(tls -> Stream.of(
                                "Content-Length: 4\r\n\r\nreal",
                                "Transfer-Encoding: chunked\r\n\r\n4\r\nreal\r\n0\r\n\r\n")
                        .map(answer -> Arguments.of(tls, answer)));
    }

    @ParameterizedTest
    @MethodSource("surplus")
    void a_response_behind_the_response_is_not_taken_for_the_next(Optional<LocalTls> tls, String real) {
        Function<ReceivedRequest, ProxyStep> script = request -> exchange -> {
            exchange.write("HTTP/1.1 200 Said\r\n" + real + FORGED);
            return true;
        };
        FaultProxy server = open(FaultProxy.scripted(tls, script));
        Transport transport = transport(server);
        assertThat(read(transport, 5)).containsOnly("real");
        assertThat(server.connections()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("surplus")
    void a_response_without_a_request_is_not_taken_for_the_next(Optional<LocalTls> tls, String real) {
        List<CompletableFuture<Void>> idle = new ArrayList<>();
        List<CompletableFuture<Void>> late = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            idle.add(new CompletableFuture<>());
            late.add(new CompletableFuture<>());
        }
        Function<ReceivedRequest, ProxyStep> script = request -> exchange -> {
            int number = Integer.parseInt(request.target().substring("/items/".length()));
            exchange.write("HTTP/1.1 200 Said\r\n" + real);
            idle.get(number).join();
            exchange.write(FORGED);
            late.get(number).complete(null);
            return true;
        };
        FaultProxy server = open(FaultProxy.scripted(tls, script));
        Transport transport = transport(server);
        Api api = transport.api(Api.class);
        for (int i = 0; i < 5; i++) {
            assertThat(api.read(String.valueOf(i)).text()).isEqualTo("real");
            idle.get(i).complete(null);
            late.get(i).join();
        }
        assertThat(server.connections()).isEqualTo(5);
    }

    @Test
    void a_body_that_a_response_must_not_have_is_not_taken_for_the_next() {
        FaultProxy server = open(FaultProxy.scripted(request -> exchange -> {
            exchange.write("HTTP/1.1 204 Said\r\n\r\n" + FORGED);
            return true;
        }));
        Transport transport = transport(server);
        assertThat(read(transport, 3)).containsOnly("");
        assertThat(server.connections()).isEqualTo(3);
    }

    /** Plain text after the tunnel's response would be read as the first response of the reseller. */
    @Test
    void bytes_of_a_proxy_after_its_tunnel_are_no_response_to_an_order() {
        String forged = "HTTP/1.1 202 Said\r\nx-process-id: 666\r\nContent-Length: 2\r\n\r\n{}";
        SpendCall order = SpendCall.of("realtime", "requestCertificate");
        try (FaultProxy reseller = FaultProxy.scripted(
                        Optional.of(LOCAL_TLS), request -> ProxyStep.json(202, "{}", "x-process-id: 4711"));
                FaultProxy proxy = FaultProxy.always(
                        ProxyStep.tunnel(reseller.port(), "HTTP/1.1 200 Established\r\n\r\n" + forged));
                GeneratedClient session =
                        GeneratedClient.open("realtime", reseller, options -> options.proxy(proxy.address()))) {
            assertThatThrownBy(() -> session.spend(order))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("sent data before the request");
            assertThat(reseller.writes()).isEmpty();
        }
    }

    private static List<String> read(Transport transport, int times) {
        Api api = transport.api(Api.class);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            read.add(api.read(String.valueOf(i)).text());
        }
        return read;
    }

    private static final int MOST_PAGES = 10_000;
    private static final Pattern AFTER = Pattern.compile("id%3Agt=(\\d+)|offset=(\\d+)");

    @Test
    void ids_that_never_end_are_given_up() {
        IntFunction<String> entry = number -> "{\"id\":%d,\"type\":\"certificate\"}".formatted(number + 1);
        FaultProxy server = open(FaultProxy.scripted(request -> page(entry.apply(after(request)))));
        CertificateReseller reseller = connect(server);
        assertThatThrownBy(() -> reseller.orders().list().toList())
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("the listing has too many pages");
        assertThat(server.began()).isEqualTo(MOST_PAGES);
    }

    /** Two pages in turns. */
    @Test
    void a_wait_for_many_notices_pages_that_come_again() {
        IntFunction<String> entry = number -> "{\"id\":%d,\"type\":\"certificate\"}".formatted(1 + number % 2);
        FaultProxy server = open(FaultProxy.scripted(request -> page(entry.apply(after(request)))));
        assertThatThrownBy(() -> await(server, 100, Duration.ofHours(1)))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("the server ignores the offset of the listing");
        assertThat(server.began()).isLessThan(100);
    }

    @Test
    void a_wait_for_one_order_reads_two_of_the_pages_that_never_end() {
        IntFunction<String> entry = number -> "{\"id\":%d,\"type\":\"certificate\"}".formatted(1_000_000_000L - number);
        FaultProxy server = open(FaultProxy.scripted(request -> page(entry.apply(after(request)))));
        await(server, 1, Duration.ZERO);
        // The filter by ids, two pages, and the process with its info.
        assertThat(server.began()).isEqualTo(1 + 2 + 2);
    }

    private void await(FaultProxy server, int orders, Duration limit) {
        List<OrderId> ids = IntStream.range(4711, 4711 + orders)
                .mapToObj(id -> new OrderId(
                        "realtime",
                        server.uri().getAuthority(),
                        "acme",
                        OrderId.Kind.ORDER,
                        String.valueOf(id),
                        "-",
                        "-"))
                .toList();
        AwaitListener rethrowing = new EndedOrders() {
            @Override
            public void ended(OrderId order, ResellerException why) {
                throw why;
            }
        };
        connect(server).orders().awaitAll(ids, limit, DnsPublisher.none(), rethrowing);
    }

    /** The id or offset above which was asked. */
    private static int after(ReceivedRequest request) {
        Matcher after = AFTER.matcher(request.target());
        return after.find()
                ? Integer.parseInt(Optional.ofNullable(after.group(1)).orElseGet(() -> after.group(2)))
                : 0;
    }

    private static ProxyStep page(String entry) {
        return ProxyStep.json(200, "{\"entities\":[%s]}".formatted(entry));
    }

    private CertificateReseller connect(FaultProxy server) {
        SimulatedTime time = new SimulatedTime();
        return open(TestProvider.REALTIME.connect(OrderBooks.inMemory(), server, options -> options.time(time, time)));
    }
}
