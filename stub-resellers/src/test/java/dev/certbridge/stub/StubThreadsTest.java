package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StubThreadsTest {

    private final StubThreads one = new StubThreads();
    private final StubThreads other = new StubThreads();

    @Test
    void a_stub_that_stops_interrupts_what_runs_for_it_and_nothing_that_runs_for_another() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Void> ofOne = waiting(one, running, answer);
        CompletableFuture<Void> ofOther = waiting(other, running, answer);
        one.start();
        other.start();
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        one.stop();
        assertThatThrownBy(() -> ofOne.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(other.getThreads()).isEqualTo(1);
        answer.countDown();
        assertThat(ofOther.get(10, TimeUnit.SECONDS)).isNull();
        other.stop();
    }

    @Test
    void they_are_quiet_when_all_that_was_begun_has_ended() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        assertThat(one.isQuiet()).isTrue();
        CompletableFuture<Void> first = waiting(one, running, answer);
        CompletableFuture<Void> second = waiting(one, running, answer);
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(one.isQuiet()).isFalse();
        assertThat(other.isQuiet()).isTrue();
        answer.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).isNull();
        assertThat(second.get(10, TimeUnit.SECONDS)).isNull();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!one.isQuiet() && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(one.isQuiet()).isTrue();
    }

    /** Something that runs until the answer may go out. */
    private static CompletableFuture<Void> waiting(StubThreads threads, CountDownLatch running, CountDownLatch answer) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        threads.execute(() -> {
            running.countDown();
            try {
                answer.await();
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }
}
