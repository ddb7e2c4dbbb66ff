package dev.certbridge.client.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.BulkReport;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a run that places several orders at the same time. */
class ParallelOrdersTest extends BulkOrderRunFixture {

    @Test
    void as_many_orders_are_placed_at_a_time_as_the_options_allow() {
        requests(12);
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BulkReport report = run(4, (intent, request, gate) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            assertThat(Thread.currentThread().getName()).matches("certbridge-order-[1-4]");
            assertThat(Thread.currentThread().isDaemon()).isTrue();
            await(four);
            now.decrementAndGet();
            return placed(intent);
        });
        assertThat(report.done()).hasSize(12);
        assertThat(most).hasValue(4);
    }

    @Test
    void the_report_has_the_sequence_of_the_requests() throws InterruptedException {
        requests(8);
        Map<String, CountDownLatch> after = new LinkedHashMap<>();
        requests.keySet().forEach(intent -> after.put(intent.toString(), new CountDownLatch(1)));
        after.get("8").countDown();
        BulkReport report = run(8, (intent, request, gate) -> {
            // Each order ends before the order that precedes it in the run.
            await(after.get(intent.toString()));
            Optional.ofNullable(after.get("" + (Integer.parseInt(intent.toString()) - 1)))
                    .ifPresent(CountDownLatch::countDown);
            return placed(intent);
        });
        assertThat(report.done().keySet()).containsExactlyElementsOf(requests.keySet());
    }

    @Test
    void one_order_at_a_time_is_placed_in_the_calling_thread() {
        requests(2);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        run(1, (intent, request, gate) -> {
            threads.add(Thread.currentThread());
            return placed(intent);
        });
        assertThat(threads).containsOnly(Thread.currentThread());
    }

    @Test
    void requests_for_a_common_name_or_certificate_are_placed_one_after_the_other_in_sequence() {
        requests.put(Intent.of("1"), named("a.example.com"));
        requests.put(Intent.of("2"), named("b.example.com", "*.a.example.com"));
        requests.put(Intent.of("3"), named("b.example.com"));
        requests.put(Intent.of("4"), named("free.example.com"));
        requests.put(Intent.of("5"), renewal("e.example.com"));
        requests.put(Intent.of("6"), renewal("f.example.com"));
        List<String> log = new CopyOnWriteArrayList<>();
        CyclicBarrier three = new CyclicBarrier(3);
        run(6, (intent, request, gate) -> {
            log.add("begin " + intent);
            if (List.of("1", "4", "5").contains(intent.toString())) {
                await(three);
            }
            log.add("end " + intent);
            return placed(intent);
        });
        assertThat(log).containsSubsequence("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3");
        assertThat(log).containsSubsequence("begin 5", "end 5", "begin 6", "end 6");
    }

    @Test
    void a_halt_stops_the_orders_that_are_not_sent_and_keeps_those_that_are() {
        requests(9);
        CountDownLatch sent = new CountDownLatch(2);
        BulkReport report = run(3, (intent, request, gate) -> {
            gate.await(ORDER);
            switch (intent.toString()) {
                case "1" -> {
                    await(sent);
                    throw new OutcomeUnknownException(ORDER, false, null, "the answer was lost", null);
                }
                case "2" -> {
                    // The quote of this order has arrived, and its order is not sent yet.
                    sent.countDown();
                    repeatUntilStopped(() -> gate.await(ORDER));
                    throw new NotSentException(ORDER, "stopped", null);
                }
                default -> sent.countDown();
            }
            untilStopped(gate);
            return placed(intent);
        });
        assertThat(report.unknown()).containsOnlyKeys(Intent.of("1"));
        assertThat(report.halted()).containsSame(report.unknown().get(Intent.of("1")));
        assertThat(report.done()).containsOnlyKeys(Intent.of("3"));
        assertThat(report.notStarted()).extracting(Intent::toString).containsExactly("2", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void an_exhausted_budget_halts_only_when_no_other_order_can_give_a_part_back() {
        requests(4);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        BulkReport report = run(2, (intent, request, gate) -> {
            switch (intent.toString()) {
                case "1" -> await(refused);
                case "2" -> {
                    if (ended.get() == 0) {
                        refused.countDown();
                        throw exhausted();
                    }
                }
                default -> throw exhausted();
            }
            ended.incrementAndGet();
            return placed(intent);
        });
        assertThat(report.done()).containsOnlyKeys(Intent.of("1"), Intent.of("2"));
        assertThat(report.halted()).get().isInstanceOf(BudgetExhaustedException.class);
    }

    @Test
    void an_interrupted_caller_stops_what_is_not_sent_and_gets_the_report() {
        requests(9);
        Thread caller = Thread.currentThread();
        CyclicBarrier three = new CyclicBarrier(3);
        BulkReport report = run(3, (intent, request, gate) -> {
            await(three);
            caller.interrupt();
            untilStopped(gate);
            return placed(intent);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.done()).containsOnlyKeys(Intent.of("1"), Intent.of("2"), Intent.of("3"));
        assertThat(report.notStarted()).hasSize(6);
        assertThat(report.halted()).isEmpty();
    }

    @Test
    void an_interruption_stops_the_run_although_the_waiting_caller_clears_its_interrupted_status() {
        requests.put(Intent.of("1"), named("a.example.com"));
        requests.put(Intent.of("2"), named("a.example.com"));
        Thread caller = Thread.currentThread();
        BulkReport report = run(2, (intent, request, gate) -> {
            caller.interrupt();
            yieldUntil(() -> !caller.isInterrupted());
            untilStopped(gate);
            return placed(intent);
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.done()).containsOnlyKeys(Intent.of("1"));
        assertThat(report.notStarted()).containsExactly(Intent.of("2"));
    }

    @Test
    void an_error_stops_what_is_not_sent() {
        requests(3);
        CountDownLatch second = new CountDownLatch(1);
        List<String> begun = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> run(2, (intent, request, gate) -> {
                    begun.add(intent.toString());
                    if (intent.toString().equals("1")) {
                        await(second);
                        throw new StackOverflowError();
                    }
                    second.countDown();
                    untilStopped(gate);
                    return placed(intent);
                }))
                .isInstanceOf(StackOverflowError.class);
        assertThat(begun).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void an_error_is_thrown_to_the_caller_after_all_threads_have_ended() {
        requests(6);
        CyclicBarrier three = new CyclicBarrier(3);
        assertThatThrownBy(() -> run(3, (intent, request, gate) -> {
                    await(three);
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 33})
    void options_refuse_a_number_of_orders_below_1_or_above_32(int number) {
        assertThatThrownBy(() -> BulkOptions.parallel(number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of parallel orders must be between 1 and 32, not " + number);
    }

    @Test
    void four_orders_at_a_time_are_the_default() {
        assertThat(BulkOptions.defaults().parallel()).isEqualTo(4);
        assertThat(BulkOptions.parallel(32).parallel()).isEqualTo(32);
    }
}
