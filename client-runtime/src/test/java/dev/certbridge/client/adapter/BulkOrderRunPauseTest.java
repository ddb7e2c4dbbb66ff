package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the pauses of a run whose orders the reseller refuses with {@code Retry-After}. */
class BulkOrderRunPauseTest extends BulkOrderRunFixture {

    private static final Refusal BUSY = new Refusal(429, "", "too many requests");

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void an_order_refused_with_retry_after_is_placed_again_after_the_pause(int parallel) {
        requests(1);
        AtomicInteger calls = new AtomicInteger();
        BulkReport report = run(parallel, (intent, request, gate) -> {
            if (calls.incrementAndGet() == 1) {
                throw new RateLimitedException(ORDER, BUSY, Duration.ofSeconds(7));
            }
            if (calls.get() == 2) {
                throw new ProviderFaultException(ORDER, 503, "down", null, Duration.ofSeconds(5));
            }
            return placed(intent);
        });
        assertThat(report.done()).hasSize(1);
        assertThat(report.halted()).isEmpty();
        assertThat(time).hasValue(START.plusSeconds(12));
    }

    @Test
    void retry_after_delays_the_other_orders_of_the_run_too() {
        requests(2);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicReference<Instant> second = new AtomicReference<>();
        AtomicInteger calls = new AtomicInteger();
        BulkReport report = run(2, (intent, request, gate) -> {
            if (intent.toString().equals("2")) {
                // The quote of this order arrives before the refusal of the other order.
                begun.countDown();
                await(refused);
                gate.await(ORDER);
                second.set(time.get());
            } else if (calls.incrementAndGet() == 1) {
                await(begun);
                throw new RateLimitedException(ORDER, BUSY, Duration.ofSeconds(7));
            } else {
                refused.countDown();
            }
            return placed(intent);
        });
        assertThat(report.done()).hasSize(2);
        assertThat(second.get()).isAfterOrEqualTo(START.plusSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 301})
    void the_run_halts_at_the_fifth_refusal_of_an_order_and_at_a_pause_above_five_minutes(int seconds) {
        requests(2);
        AtomicInteger calls = new AtomicInteger();
        BulkReport report = run(1, (intent, request, gate) -> {
            calls.incrementAndGet();
            throw new RateLimitedException(ORDER, BUSY, Duration.ofSeconds(seconds));
        });
        assertThat(calls).hasValue(seconds > 300 ? 1 : 5);
        assertThat(report.refused()).containsOnlyKeys(Intent.of("1"));
        assertThat(report.notStarted()).containsExactly(Intent.of("2"));
        assertThat(report.halted()).get().isInstanceOf(RateLimitedException.class);
    }

    @Test
    void an_interrupted_caller_ends_a_pause() {
        requests(2);
        Thread caller = Thread.currentThread();
        BulkReport report = run(2, (intent, request, gate) -> {
            caller.interrupt();
            throw new RateLimitedException(ORDER, BUSY, Duration.ofMinutes(5));
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.notStarted()).hasSize(2);
        assertThat(time.get()).isBefore(START.plusSeconds(300));
    }

    @Test
    void a_pause_that_has_begun_becomes_longer_when_another_order_is_refused_for_longer() {
        requests(2);
        CountDownLatch secondBegins = new CountDownLatch(1);
        CountDownLatch firstPauses = new CountDownLatch(1);
        CountDownLatch secondPauses = new CountDownLatch(1);
        CountDownLatch firstRepeats = new CountDownLatch(1);
        AtomicReference<Thread> second = new AtomicReference<>();
        beforePause = pause -> {
            if (Thread.currentThread() == second.get()) {
                secondPauses.countDown();
                await(firstRepeats);
            } else {
                firstPauses.countDown();
                await(secondPauses);
            }
        };
        List<Instant> first = new CopyOnWriteArrayList<>();
        BulkReport report = run(2, (intent, request, gate) -> {
            if (intent.toString().equals("1")) {
                first.add(time.get());
                if (first.size() == 1) {
                    await(secondBegins);
                    throw new RateLimitedException(ORDER, BUSY, Duration.ofMillis(200));
                }
                firstRepeats.countDown();
            } else if (second.compareAndSet(null, Thread.currentThread())) {
                secondBegins.countDown();
                await(firstPauses);
                throw new RateLimitedException(ORDER, BUSY, Duration.ofSeconds(60));
            }
            return placed(intent);
        });
        assertThat(report.done()).hasSize(2);
        assertThat(first).containsExactly(START, START.plusSeconds(60));
    }

    @Test
    void a_pause_is_divided_into_pauses_of_200_milliseconds() {
        requests(1);
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        beforePause = pauses::add;
        AtomicInteger calls = new AtomicInteger();
        run(1, (intent, request, gate) -> {
            if (calls.incrementAndGet() == 1) {
                throw new RateLimitedException(ORDER, BUSY, Duration.ofSeconds(1));
            }
            return placed(intent);
        });
        assertThat(pauses).hasSize(5).containsOnly(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void an_interrupted_pause_stops_the_run_and_the_interrupt_is_not_lost(int parallel) {
        requests(3);
        beforePause = pause -> {
            throw new InterruptedException();
        };
        BulkReport report = run(parallel, (intent, request, gate) -> {
            throw new RateLimitedException(ORDER, BUSY, Duration.ofSeconds(7));
        });
        assertThat(Thread.interrupted()).as("interrupted caller").isEqualTo(parallel == 1);
        assertThat(report.notStarted()).hasSize(3);
        assertThat(report.halted()).isEmpty();
    }
}
