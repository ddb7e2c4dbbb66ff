package dev.certbridge.client.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deadlines of many calls at once, each cut off in its own time. */
class DeadlineTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(50);

    @Test
    void an_end_that_is_earlier_than_all_others_is_kept() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        try (Deadline late = Deadline.after(HOUR, () -> {});
                Deadline soon = Deadline.after(SOON, cut::countDown)) {
            assertThat(cut.await(20, SECONDS)).isTrue();
            assertThat(soon.isExpired()).isTrue();
            assertThat(late.isExpired()).isFalse();
        }
    }

    @Test
    void many_at_once_are_each_cut_once_and_none_too_early() throws Exception {
        int many = 400;
        Random random = new Random(7);
        List<Duration> limits = IntStream.range(0, many)
                .mapToObj(i -> Duration.ofNanos(random.nextInt(80_000_000)))
                .toList();
        Queue<String> early = new ConcurrentLinkedQueue<>();
        Queue<Integer> cut = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(many);
        List<CompletableFuture<Void>> callers = IntStream.range(0, many)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    long start = System.nanoTime();
                    Deadline.after(limits.get(i), () -> {
                        if (System.nanoTime() - start < limits.get(i).toNanos()) {
                            early.add("call " + i);
                        }
                        cut.add(i);
                        all.countDown();
                    });
                }))
                .toList();
        callers.forEach(CompletableFuture::join);
        assertThat(all.await(20, SECONDS)).isTrue();
        CountDownLatch oneMore = new CountDownLatch(1);
        Deadline.after(Duration.ZERO, oneMore::countDown);
        assertThat(oneMore.await(20, SECONDS)).isTrue();
        assertThat(early).isEmpty();
        assertThat(cut).doesNotHaveDuplicates();
    }

    @Test
    void what_ended_in_time_is_not_cut() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        Deadline ended = Deadline.after(Duration.ofSeconds(2), () -> {});
        ended.close();
        try (Deadline next = Deadline.after(Duration.ofSeconds(2), later::countDown)) {
            assertThat(later.await(20, SECONDS)).isTrue();
            assertThat(next.isExpired()).isTrue();
        }
        assertThat(ended.isExpired()).isFalse();
    }

    @Test
    void a_call_that_is_broken_off_is_cut_at_once_by_another_thread_and_after_it_was_closed() throws Exception {
        CompletableFuture<Thread> cut = new CompletableFuture<>();
        try (Deadline deadline = Deadline.after(HOUR, () -> cut.complete(Thread.currentThread()))) {
            deadline.expireNow();
        }
        assertThat(cut.get(20, SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void a_cut_that_hangs_holds_no_other_up() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        try (Deadline hangs = Deadline.after(SOON, () -> awaited(release));
                Deadline next = Deadline.after(SOON.plus(SOON), other::countDown)) {
            assertThat(other.await(20, SECONDS)).isTrue();
            assertThat(hangs.isExpired()).isTrue();
            assertThat(next.isExpired()).isTrue();
        } finally {
            release.countDown();
        }
    }

    @Test
    void an_interrupt_of_the_watch_neither_ends_it_nor_keeps_it_awake() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        Thread watch;
        try (Deadline first = Deadline.after(HOUR, () -> {})) {
            watch = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().equals("certbridge-deadline"))
                    .findFirst()
                    .orElseThrow();
            watch.interrupt();
            assertThat(first.isExpired()).isFalse();
        }
        long until = System.nanoTime() + SECONDS.toNanos(20);
        while (watch.isInterrupted() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(watch.isInterrupted()).as("it can sleep again").isFalse();
        try (Deadline soon = Deadline.after(SOON, cut::countDown)) {
            assertThat(cut.await(20, SECONDS)).isTrue();
            assertThat(soon.isExpired()).isTrue();
        }
    }

    @Test
    void for_ever_is_a_limit() {
        try (Deadline never = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {})) {
            assertThat(never.end() - System.nanoTime()).isGreaterThan(HOUR.toNanos());
            assertThat(never.isExpired()).isFalse();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
