package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.FaultProxy.EMPTY_LISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The number of open connections, calls over idle connections that the server has closed, and calls that wait for one.
 */
class ConnectionsTest extends WireTest {

    private static final int POOL = 256;

    private static final LocalTls LOCAL_TLS = LocalTls.create();

    /** The kind of connection. */
    enum Link {
        PLAIN,
        TLS;

        FaultProxy server(Function<ReceivedRequest, ProxyStep> script) {
            return FaultProxy.scripted(this == TLS ? Optional.of(LOCAL_TLS) : Optional.empty(), script);
        }
    }

    @ParameterizedTest
    @EnumSource
    void five_hundred_reads_one_after_another_use_one_connection(Link link) {
        FaultProxy server = open(link.server(request -> EMPTY_LISTING));
        GeneratedClient session = client("realtime", server);
        for (int i = 0; i < 500; i++) {
            session.read();
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.began()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource
    void callers_that_share_eight_permits_open_at_most_eight_connections(Link link) throws Exception {
        Semaphore permits = new Semaphore(8);
        FaultProxy server = open(link.server(request -> EMPTY_LISTING));
        GeneratedClient session = client("regfish", server);
        atOnce(640, 32, () -> {
            permits.acquireUninterruptibly();
            try {
                session.read();
            } finally {
                permits.release();
            }
        });
        assertThat(server.connections()).isBetween(1, 8);
        assertThat(server.began()).isEqualTo(640);
    }

    @Test
    void callers_without_a_limit_share_256_connections() throws Exception {
        CountDownLatch full = new CountDownLatch(POOL);
        FaultProxy server = open(FaultProxy.scripted(request -> answeredAfter(full)));
        GeneratedClient session = client("regfish", server);
        atOnce(POOL + 20, POOL + 20, session::read);
        assertThat(server.connections()).isEqualTo(POOL);
        assertThat(server.began()).isEqualTo(POOL + 20);
    }

    @ParameterizedTest
    @EnumSource
    void connections_that_the_server_closed_while_they_were_idle_fail_no_read_and_repeat_none(Link link)
            throws Exception {
        int idle = 8;
        CountDownLatch together = new CountDownLatch(idle);
        try (FaultProxy server = link.server(request -> answeredAfter(together));
                GeneratedClient session = GeneratedClient.open("regfish", patient(server))) {
            atOnce(idle, idle, session::read);
            assertThat(server.connections()).isEqualTo(idle);

            server.hangUp();

            // At once, so that the client still trusts them all.
            for (int i = 0; i < idle; i++) {
                session.read();
            }
            assertThat(server.connections()).isEqualTo(idle + 1);
            assertThat(server.began()).isEqualTo(2 * idle);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connections_that_the_server_closed_while_they_were_idle_fail_no_order_and_repeat_none(Link link)
            throws Exception {
        int idle = 8;
        for (SpendCall order : orders()) {
            CountDownLatch together = new CountDownLatch(idle);
            try (FaultProxy server = link.server(request -> answeredAfter(together));
                    GeneratedClient session = GeneratedClient.open(order.reseller(), patient(server))) {
                atOnce(idle, idle, session::read);
                server.hangUp();

                session.spend(order);

                assertThat(server.writes()).hasSize(1);
                assertThat(server.writes().get(0).connection()).isEqualTo(idle + 1);
                assertThat(server.began()).isEqualTo(idle + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_order_has_a_connection_of_its_own_that_is_closed_after_it(Link link) throws Exception {
        for (SpendCall order : orders()) {
            try (FaultProxy server = link.server(request -> EMPTY_LISTING);
                    GeneratedClient session = GeneratedClient.open(order.reseller(), server.options())) {
                session.read();
                session.spend(order);
                session.read();
                atOnce(8, 4, () -> session.spend(order));

                assertThat(server.writes())
                        .hasSize(9)
                        .allSatisfy(
                                write -> assertThat(write.header("Connection")).contains("close"));
                assertThat(server.writes())
                        .extracting(ReceivedRequest::connection)
                        .doesNotHaveDuplicates()
                        .doesNotContain(1);
                assertThat(server.connections()).isEqualTo(10);
            }
        }
    }

    private static List<SpendCall> orders() {
        return List.of(SpendCall.of("regfish", "createCertificate"), SpendCall.of("realtime", "requestCertificate"));
    }

    /** Sends reads as often as is usual, without the pauses. */
    private static ConnectOptions patient(FaultProxy server) {
        return server.options(it -> it.retries(ReadRetryPolicy.usual()).time(Clock.systemUTC(), pause -> {}));
    }

    /** Responds once all of the first requests have arrived; later ones at once. */
    private static ProxyStep answeredAfter(CountDownLatch together) {
        together.countDown();
        return exchange -> {
            assertThatCode(() ->
                            assertThat(together.await(20, TimeUnit.SECONDS)).isTrue())
                    .doesNotThrowAnyException();
            return EMPTY_LISTING.on(exchange);
        };
    }

    private static void atOnce(int times, int threads, Runnable call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> calls = new ArrayList<>();
            IntStream.range(0, times).forEach(i -> calls.add(callers.submit(call)));
            await(calls);
        } finally {
            callers.shutdownNow();
        }
    }

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger ids = new AtomicInteger();
    private final OrderBook book = OrderBooks.inMemory();

    /** Two answers one after the other take longer than the deadline of one. */
    @Test
    void waiting_takes_nothing_from_the_deadline_and_every_order_is_placed() throws Exception {
        int orders = POOL + 4;
        Duration deadline = Duration.ofSeconds(11);
        Duration answerAfter = Duration.ofSeconds(6);
        ExecutorService callers = Executors.newFixedThreadPool(orders);
        try (FaultProxy server = FaultProxy.scripted(request ->
                        !request.isWrite() ? EMPTY_LISTING : accepts().after(inTime(answerAfter)));
                CertificateReseller reseller = TestProvider.REGFISH.connect(
                        book, server, options -> options.timeLimits(LONG, LONG, deadline))) {
            List<OrderRequest> requests = new ArrayList<>();
            for (int i = 0; i < orders; i++) {
                requests.add(request(i));
            }
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < orders; i++) {
                Intent intent = Intent.of("shop-" + i);
                OrderRequest request = requests.get(i);
                all.add(callers.submit(() -> reseller.order(intent, request, Spending.unquoted())));
            }
            await(all);
            assertThat(server.writes()).hasSize(orders);
            assertThat(book.unresolved()).isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void a_caller_that_gives_up_waiting_has_sent_nothing_and_has_no_attempt() throws Exception {
        CountDownLatch full = new CountDownLatch(POOL);
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        ExecutorService callers = Executors.newFixedThreadPool(POOL);
        try (FaultProxy server = FaultProxy.scripted(
                        request -> !request.isWrite() ? EMPTY_LISTING : held(full, goOn, accepts()));
                CertificateReseller reseller =
                        TestProvider.REGFISH.connect(book, server.options(it -> it.timeLimits(LONG, LONG, LONG)))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < POOL; i++) {
                Intent intent = Intent.of("shop-" + i);
                OrderRequest request = request(i);
                all.add(callers.submit(() -> reseller.order(intent, request, Spending.unquoted())));
            }
            assertThat(full.await(60, TimeUnit.SECONDS)).isTrue();

            OrderRequest oneMore = request(POOL);
            FutureTask<Object> waiting =
                    new FutureTask<>(() -> reseller.order(Intent.of("one-more"), oneMore, Spending.unquoted()));
            Thread waiter = new Thread(waiting, "one-more");
            waiter.start();
            untilItWaits(waiter);
            assertThat(book.unresolved())
                    .hasSize(POOL)
                    .extracting(Attempt::intent)
                    .doesNotContain(Intent.of("one-more"));
            waiter.interrupt();
            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("interrupted while all connections were in use");

            goOn.complete(null);
            await(all);
            assertThat(book.unresolved()).isEmpty();
            reseller.order(Intent.of("one-more"), oneMore, Spending.unquoted());
            assertThat(server.writes()).hasSize(POOL + 1);
        } finally {
            goOn.complete(null);
            callers.shutdownNow();
        }
    }

    private static void await(List<Future<?>> calls) throws Exception {
        for (Future<?> one : calls) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    private static void untilItWaits(Thread thread) {
        long until = System.nanoTime() + LONG.toNanos();
        while (!inSemaphore(thread)) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private static boolean inSemaphore(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                && List.of(thread.getStackTrace()).stream()
                        .anyMatch(frame -> frame.getClassName().equals("java.util.concurrent.Semaphore"));
    }

    private static OrderRequest request(int number) {
        return OrderRequest.builder("RapidSSL")
                .csr(KeyAndCsr.ecP256("shop-" + number + ".example.com").csr())
                .validity(Validity.days(199))
                .allowingDuplicate()
                .build();
    }

    private ProxyStep accepts() {
        String id = "ABCDEFGH%05d".formatted(ids.getAndIncrement());
        return ProxyStep.json(
                200, "{\"success\":true,\"response\":{\"id\":\"%s\",\"status\":\"pending\"}}".formatted(id));
    }

    private static CompletableFuture<Void> inTime(Duration pause) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static ProxyStep held(CountDownLatch full, CompletableFuture<Void> goOn, ProxyStep step) {
        full.countDown();
        return step.after(goOn);
    }
}
