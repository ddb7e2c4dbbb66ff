package dev.certbridge.conformance.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.ConnectOptions;
import dev.certbridge.client.transport.Polling;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a wait goes on, and how it ends without a certificate. */
class PatienceTest {

    private static final StubOptions NEVER_ISSUED = StubOptions.defaults().looksUntilIssued(1000);

    private final RecordingPublisher dns = new RecordingPublisher();

    @EveryReseller
    void a_deadline_carries_the_order_and_the_text_of_its_id(String reseller) {
        try (Shopper shopper = Shopper.at(reseller, NEVER_ISSUED)) {
            OrderId id = shopper.order("www.example.com").id();

            assertThatThrownBy(() -> shopper.reseller().await(id, Duration.ofMinutes(7), dns))
                    .isInstanceOfSatisfying(DeadlineExceededException.class, late -> {
                        assertThat(late.order())
                                .hasValueSatisfying(
                                        order -> assertThat(order.id()).isEqualTo(id));
                        assertThat(late).hasMessageContaining(id.toString()).hasNoCause();
                    });
            assertThat(shopper.time().seconds().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(7 * 60);
        }
    }

    @EveryReseller
    void a_deadline_without_one_good_look_has_no_order_but_the_failure(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId id = shopper.order("www.example.com").id();
            shopper.stub().answer(looking(shopper), CannedFailure.status(500).always());

            assertThatThrownBy(() -> shopper.reseller().await(id, Duration.ofMinutes(5), dns))
                    .isInstanceOfSatisfying(DeadlineExceededException.class, late -> {
                        assertThat(late.order()).isEmpty();
                        assertThat(late).hasMessageContaining(id.toString());
                        assertThat(late.getCause()).hasMessageContaining("500");
                    });
        }
    }

    @EveryReseller
    void looks_that_fail_for_now_are_repeated(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId id = shopper.order("www.example.com").id();
            shopper.stub()
                    .answer(looking(shopper), CannedFailure.status(500))
                    .answer(looking(shopper), CannedFailure.status(502, "<html>", Map.of("Content-Type", "text/html")))
                    .answer(looking(shopper), CannedFailure.drop())
                    .answer(looking(shopper), CannedFailure.reset());

            assertThat(shopper.await(id, dns).names()).contains("www.example.com");
            assertThat(shopper.spends()).isEqualTo(1);
        }
    }

    @EveryReseller
    void a_rate_limit_is_waited_out_when_it_is_longer_than_the_pace(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId id = shopper.order("www.example.com").id();
            shopper.stub()
                    .answer(looking(shopper), CannedFailure.status(429, "", Map.of("Retry-After", "300")))
                    .answer(looking(shopper), CannedFailure.status(429, "", Map.of("Retry-After", "0")));

            shopper.await(id, dns);

            // A wait that is asked for is jittered upwards only; one that is short is over before the next look.
            assertThat(shopper.time().seconds().get(0)).isBetween(300L, 330L);
            assertThat(shopper.time().seconds().get(1)).isLessThanOrEqualTo(30L);
        }
    }

    @EveryReseller
    void a_look_that_is_refused_for_good_ends_the_wait_at_once(String reseller) {
        try (Shopper shopper = Shopper.at(reseller)) {
            OrderId id = shopper.order("www.example.com").id();
            shopper.stub().answer(looking(shopper), CannedFailure.status(401));

            assertThatThrownBy(() -> shopper.await(id, dns)).isInstanceOf(UnauthorizedException.class);
            assertThat(shopper.time().seconds()).isEmpty();
        }
    }

    @EveryReseller
    void an_interruption_ends_a_pause_at_once_and_is_kept(String reseller) throws Exception {
        Polling once = new Polling(Duration.ofHours(1), Duration.ofHours(1));
        try (Shopper shopper = Shopper.at(
                reseller,
                NEVER_ISSUED,
                options -> options.polling(once)
                        .time(Clock.systemUTC(), ConnectOptions.defaults().sleeper()))) {
            OrderId id = shopper.order("www.example.com").id();
            CountDownLatch looked = new CountDownLatch(1);
            AtomicBoolean kept = new AtomicBoolean();
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                Throwable end = catchThrowable(
                        () -> shopper.reseller().await(id, Shopper.PATIENCE, dns, order -> looked.countDown()));
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
    }

    @EveryReseller
    void a_thread_that_is_interrupted_already_does_not_begin_to_wait(String reseller) {
        try (Shopper shopper = Shopper.at(reseller, NEVER_ISSUED)) {
            OrderId id = shopper.order("www.example.com").id();
            Thread.currentThread().interrupt();

            Throwable end = catchThrowable(() -> shopper.await(id, dns));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(end).isInstanceOf(DeadlineExceededException.class).hasMessageContaining(id.toString());
            assertThat(shopper.time().seconds()).isEmpty();
        }
    }

    /** The operation that every look begins with. */
    private static String looking(Shopper shopper) {
        return shopper.candidate().operations().looking();
    }
}
