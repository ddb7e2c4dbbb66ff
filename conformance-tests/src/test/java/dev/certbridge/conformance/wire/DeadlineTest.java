package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.flood;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.silence;
import static dev.certbridge.conformance.proxy.ProxyStep.stall;
import static dev.certbridge.conformance.proxy.ProxyStep.trickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A call ends at its deadline wherever it hangs. */
class DeadlineTest {

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
}
