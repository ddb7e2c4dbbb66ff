package dev.certbridge.conformance.orders;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How {@code await} continues after failures, and how it ends without a certificate. */
class AwaitTest extends EveryResellerTest {

    private final RecordingPublisher dns = new RecordingPublisher();

    @Test
    void a_timeout_carries_the_order_and_the_text_of_its_id() {
        restart(NEVER_ISSUED);
        OrderId id = client.order(NAME).id();

        assertThatThrownBy(() -> client.reseller().orders().await(id, Duration.ofMinutes(7), dns))
                .isInstanceOfSatisfying(DeadlineExceededException.class, late -> {
                    assertThat(late.order())
                            .hasValueSatisfying(order -> assertThat(order.id()).isEqualTo(id));
                    assertThat(late).hasMessageContaining(id.toString()).hasNoCause();
                });
        assertThat(client.time().seconds().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(7 * 60);
    }

    @Test
    void a_timeout_without_a_successful_poll_carries_the_failure_and_no_order() {
        OrderId id = client.order(NAME).id();
        client.stub().answer(polling(), CannedFailure.status(500).always());

        assertThatThrownBy(() -> client.reseller().orders().await(id, Duration.ofMinutes(5), dns))
                .isInstanceOfSatisfying(DeadlineExceededException.class, late -> {
                    assertThat(late.order()).isEmpty();
                    assertThat(late).hasMessageContaining(id.toString());
                    assertThat(late.getCause()).hasMessageContaining("500");
                });
    }

    @Test
    void a_poll_with_a_transient_failure_is_repeated() {
        OrderId id = client.order(NAME).id();
        client.stub()
                .answer(polling(), CannedFailure.status(500))
                .answer(polling(), CannedFailure.status(502, "<html>", Map.of("Content-Type", "text/html")))
                .answer(polling(), CannedFailure.drop())
                .answer(polling(), CannedFailure.reset());

        assertThat(client.await(id, dns).names()).contains(NAME);
        assertThat(client.spends()).isEqualTo(1);
    }

    @Test
    void a_rate_limit_lengthens_the_pause_before_the_next_poll() {
        OrderId id = client.order(NAME).id();
        client.stub()
                .answer(polling(), CannedFailure.status(429, "", Map.of("Retry-After", "300")))
                .answer(polling(), CannedFailure.status(429, "", Map.of("Retry-After", "0")));

        client.await(id, dns);

        // A requested pause is only jittered upwards; a short one is over before the next poll.
        assertThat(client.time().seconds().get(0)).isBetween(300L, 330L);
        assertThat(client.time().seconds().get(1)).isLessThanOrEqualTo(30L);
    }

    @Test
    void a_poll_that_is_refused_ends_the_wait_at_once() {
        OrderId id = client.order(NAME).id();
        client.stub().answer(polling(), CannedFailure.status(401));

        requireThrown(UnauthorizedException.class, () -> client.await(id, dns));
        assertThat(client.time().seconds()).isEmpty();
    }

    @Test
    void an_interruption_ends_a_pause_at_once_and_stays_set() throws Exception {
        Polling once = new Polling(Duration.ofHours(1), Duration.ofHours(1));
        restart(
                NEVER_ISSUED,
                options -> options.toBuilder()
                        .polling(once)
                        .time(Clock.systemUTC(), ConnectOptions.defaults().sleeper())
                        .build());
        OrderId id = client.order(NAME).id();
        CountDownLatch looked = new CountDownLatch(1);
        AtomicBoolean kept = new AtomicBoolean();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            Throwable end = catchThrowable(
                    () -> client.reseller().orders().await(id, TestClient.PATIENCE, dns, order -> looked.countDown()));
            kept.set(Thread.currentThread().isInterrupted());
            ended.complete(end);
        });
        waiting.start();
        assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();

        waiting.interrupt();

        assertThat(ended.get(20, TimeUnit.SECONDS))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining(id.toString())
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(kept).isTrue();
    }

    @Test
    void an_interrupted_thread_does_not_begin_to_wait() {
        restart(NEVER_ISSUED);
        OrderId id = client.order(NAME).id();
        Thread.currentThread().interrupt();

        Throwable end = catchThrowable(() -> client.await(id, dns));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(end).isInstanceOf(DeadlineExceededException.class).hasMessageContaining(id.toString());
        assertThat(client.time().seconds()).isEmpty();
    }

    /** Returns the operation that every poll begins with. */
    private String polling() {
        return client.candidate().operations().looking();
    }
}
