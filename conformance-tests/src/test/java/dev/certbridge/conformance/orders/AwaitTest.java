package dev.certbridge.conformance.orders;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.RecordingPublisher;
import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Waiting for one order or several: failures, timeouts, interruptions and DNS records. */
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
        return client.candidate().operations().reading();
    }

    private final Map<OrderId, List<String>> issued = new LinkedHashMap<>();

    private final AwaitListener listener = new AwaitListener() {
        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            assertThat(issued.put(id, certificate.names())).as("reported once").isNull();
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            throw why;
        }
    };

    @Test
    void every_order_is_delivered_once_and_its_records_are_removed() {
        restart(StubOptions.defaults().readsUntilIssued(4));
        List<OrderId> ids = orders();

        assertThat(client.reseller().orders().awaitAll(ids, TestClient.PATIENCE, dns, listener))
                .isEmpty();

        assertThat(issued).containsOnlyKeys(ids);
        assertThat(issued.get(ids.get(1))).contains("b.example.com");
        assertThat(dns.published()).hasSize(3).containsExactlyInAnyOrderElementsOf(dns.removed());
        assertThat(client.spends()).isEqualTo(3);
    }

    @Test
    void a_rate_limited_round_is_repeated_after_the_requested_pause() {
        restart(StubOptions.defaults().readsUntilIssued(2));
        List<OrderId> ids = orders();
        String listing = client.candidate().operations().listing();
        client.stub().answer(listing, CannedFailure.status(429, "", Map.of("Retry-After", "600")));

        assertThat(client.reseller().orders().awaitAll(ids, TestClient.PATIENCE, dns, listener))
                .isEmpty();

        assertThat(issued).containsOnlyKeys(ids);
        assertThat(client.time().seconds().get(0)).isBetween(600L, 630L);
    }

    @Test
    void orders_left_at_the_timeout_are_returned_and_keep_their_records() {
        restart(StubOptions.defaults().readsUntilIssued(1000));
        List<OrderId> ids = orders();

        assertThat(client.reseller().orders().awaitAll(ids, Duration.ofMinutes(10), dns, listener))
                .isEqualTo(ids);

        assertThat(dns.published()).hasSize(3);
        assertThat(dns.removed()).isEmpty();
        assertThat(client.time().seconds().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(600);
    }

    @Test
    void many_orders_are_issued_through_listings_alone() {
        List<OrderId> ids = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> client.order("n" + i + ".example.com").id())
                .toList();

        assertThat(client.reseller().orders().awaitAll(ids, TestClient.PATIENCE, dns, listener))
                .isEmpty();

        assertThat(issued).containsOnlyKeys(ids);
        assertThat(client.spends()).isEqualTo(50);
    }

    private List<OrderId> orders() {
        List<OrderId> ids = new ArrayList<>();
        for (String name : List.of("a.example.com", "b.example.com", "c.example.com")) {
            ids.add(client.order(name).id());
        }
        return ids;
    }

    @Test
    void records_are_published_once_each_and_removed_after_issuance() {
        restart(StubOptions.defaults().readsUntilIssued(5));
        Order order = client.order(NAME);
        assertThat(order.validations()).isNotEmpty();

        client.await(order.id(), dns);

        assertThat(dns.published()).hasSameElementsAs(dns.removed()).hasSize(1);
        assertThat(dns.published().get(0))
                .satisfies(record -> assertThat(record.type()).isEqualTo("CNAME"))
                .satisfies(record -> assertThat(record.name()).endsWith(".www.example.com"))
                .satisfies(record -> assertThat(record.value()).doesNotEndWith("."));
        assertThat(order.validations()).contains(dns.published().get(0));
    }

    @Test
    void records_stay_after_a_timeout() {
        restart(NEVER_ISSUED);
        Order order = client.order(NAME);

        requireThrown(
                DeadlineExceededException.class,
                () -> client.reseller().orders().await(order.id(), Duration.ofMinutes(5), dns));

        assertThat(dns.published()).hasSize(1);
        assertThat(dns.removed()).isEmpty();
    }

    @Test
    void a_failing_publisher_ends_the_wait_and_the_order_can_be_awaited_again() {
        Order order = client.order(NAME);
        DnsPublisher broken = record -> {
            throw new IOException("the zone is read-only");
        };

        requireThrown(
                IllegalStateException.class,
                () -> client.await(order.id(), broken),
                ((DnsRecord) order.validations().get(0)).name());

        assertThat(client.await(order.id(), dns).names()).contains(NAME);
    }

    @Test
    void a_record_that_cannot_be_removed_does_not_hide_the_certificate() {
        Order order = client.order(NAME);
        DnsPublisher sticky = record -> () -> {
            throw new IOException("the zone is read-only");
        };
        assertThat(client.await(order.id(), sticky).names()).contains(NAME);
    }

    @Test
    void an_interruption_while_a_record_is_published_or_removed_stays_set() {
        Order order = client.order(NAME);
        Throwable end = catchThrowable(() -> client.await(order.id(), record -> {
            throw new InterruptedException("enough");
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(end).isInstanceOf(IllegalStateException.class);

        DnsPublisher removing = record -> () -> {
            throw new InterruptedException("enough");
        };
        IssuedCertificate issued = client.await(order.id(), removing);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(issued.names()).contains(NAME);
    }
}
