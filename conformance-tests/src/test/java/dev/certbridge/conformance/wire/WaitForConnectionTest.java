package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** More orders at once than there are connections: what waits has not begun. */
class WaitForConnectionTest {

    private static final int CONNECTIONS = 256;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger ids = new AtomicInteger();
    private final OrderBook book = OrderBooks.inMemory();

    /** Two answers one after the other take longer than the deadline of one. */
    @Test
    void waiting_takes_nothing_from_the_deadline_and_every_order_is_placed() throws Exception {
        int orders = CONNECTIONS + 4;
        Duration deadline = Duration.ofSeconds(11);
        Duration answerAfter = Duration.ofSeconds(6);
        ExecutorService callers = Executors.newFixedThreadPool(orders);
        try (RawServer server = RawServer.scripted(request ->
                        request.method().equals("GET") ? RawServer.EMPTY_LISTING : after(answerAfter, accepts()));
                CertificateReseller reseller = WireSession.REGFISH.connect(
                        book,
                        server.options().toBuilder()
                                .timeLimits(LONG, LONG, deadline)
                                .build())) {
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
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertThat(server.writes()).hasSize(orders);
            assertThat(book.unresolved()).isEmpty();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void who_gives_up_waiting_has_sent_nothing_and_has_no_attempt() throws Exception {
        CountDownLatch full = new CountDownLatch(CONNECTIONS);
        CompletableFuture<Void> goOn = new CompletableFuture<>();
        ExecutorService callers = Executors.newFixedThreadPool(CONNECTIONS);
        try (RawServer server = RawServer.scripted(request ->
                        request.method().equals("GET") ? RawServer.EMPTY_LISTING : held(full, goOn, accepts()));
                CertificateReseller reseller = WireSession.REGFISH.connect(
                        book,
                        server.options().toBuilder()
                                .timeLimits(LONG, LONG, LONG)
                                .build())) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Intent intent = Intent.of("shop-" + i);
                OrderRequest request = request(i);
                all.add(callers.submit(() -> reseller.order(intent, request, Spending.unquoted())));
            }
            assertThat(full.await(60, TimeUnit.SECONDS)).isTrue();

            OrderRequest oneMore = request(CONNECTIONS);
            FutureTask<Object> waiting =
                    new FutureTask<>(() -> reseller.order(Intent.of("one-more"), oneMore, Spending.unquoted()));
            Thread waiter = new Thread(waiting, "one-more");
            waiter.start();
            untilItWaits(waiter);
            assertThat(book.unresolved())
                    .hasSize(CONNECTIONS)
                    .extracting(Attempt::intent)
                    .doesNotContain(Intent.of("one-more"));
            waiter.interrupt();
            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("interrupted while all connections were in use");

            goOn.complete(null);
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertThat(book.unresolved()).isEmpty();
            reseller.order(Intent.of("one-more"), oneMore, Spending.unquoted());
            assertThat(server.writes()).hasSize(CONNECTIONS + 1);
        } finally {
            goOn.complete(null);
            callers.shutdownNow();
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

    private ServerStep accepts() {
        String id = "ABCDEFGH%05d".formatted(ids.getAndIncrement());
        return ServerStep.json(
                200, "{\"success\":true,\"response\":{\"id\":\"%s\",\"status\":\"pending\"}}".formatted(id));
    }

    private static ServerStep after(Duration pause, ServerStep act) {
        CompletableFuture<Void> due = CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
        return peer -> {
            due.join();
            return act.on(peer);
        };
    }

    private static ServerStep held(CountDownLatch full, CompletableFuture<Void> goOn, ServerStep act) {
        return peer -> {
            full.countDown();
            goOn.join();
            return act.on(peer);
        };
    }
}
