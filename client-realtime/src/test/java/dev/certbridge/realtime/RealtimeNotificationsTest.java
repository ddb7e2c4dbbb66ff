package dev.certbridge.realtime;

import static dev.certbridge.client.fixture.Failures.requireThrown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Journal.Exchange;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.realtime.OrderOutcome;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications may shorten a wait, and change nothing else. */
class RealtimeNotificationsTest extends StubbedRealtimeTest {

    private static final String LIST = "listNotifications";
    private static final String ACKNOWLEDGE = "acknowledgeNotification";
    private static final Polling POLLING = new Polling(Duration.ofSeconds(10), Duration.ofMinutes(10));

    /** The time until the certificate is issued, and when polls alone notice that. */
    private static final Duration ISSUED = Duration.ofMinutes(25);

    private static final Duration NOTICED = Duration.ofSeconds(10 + 20 + 40 + 80 + 160 + 320 + 600 + 600);

    private final List<OrderId> ended = new ArrayList<>();
    private final AwaitListener listener = new AwaitListener() {
        @Override
        public void issued(OrderId id, IssuedCertificate certificate) {
            ended.add(id);
        }

        @Override
        public void ended(OrderId id, ResellerException why) {
            ended.add(id);
        }
    };
    private Instant start = clock.instant();

    @BeforeEach
    void connectWithNotifications() {
        connect(POLLING, true);
    }

    private void connect(Polling polling, boolean notifications) {
        restart(
                StubOptions.defaults().clock(clock),
                options -> options.toBuilder()
                        .polling(polling)
                        .notifications(notifications)
                        .build());
        stub.issuesAfter(ISSUED);
        start = clock.instant();
    }

    @Test
    void an_order_is_read_at_once_when_a_notification_is_about_it() {
        await(order("a.example.com").id());
        assertThat(waited()).isEqualTo(ISSUED);
        // The reads are as many as without notifications, but the last one is earlier.
        assertThat(received("getProcess")).isEqualTo(9);
        assertThat(received(ACKNOWLEDGE)).isEqualTo(1);
        assertThat(unacknowledged()).isZero();
    }

    @Test
    void many_orders_are_read_at_once_without_a_listing() {
        List<OrderId> ids = ids(3);
        long listings = received("listProcesses");
        assertThat(awaitAll(ids)).isEmpty();
        assertThat(ended).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(waited()).isEqualTo(ISSUED);
        // At the beginning, and after ten and twenty minutes.
        assertThat(received("listProcesses") - listings).isEqualTo(3);
        assertThat(received("getProcess")).isEqualTo(3);
        assertThat(received(ACKNOWLEDGE)).isEqualTo(3);
        assertThat(unacknowledged()).isZero();
    }

    @Test
    void without_the_option_no_notification_is_read() {
        connect(POLLING, false);
        await(order("a.example.com").id());
        assertThat(waited()).isEqualTo(NOTICED);
        start = clock.instant();
        assertThat(awaitAll(ids(2))).isEmpty();
        assertThat(waited()).isEqualTo(Duration.ofMinutes(30));
        assertThat(received(LIST) + received("pollNotification") + received(ACKNOWLEDGE))
                .isZero();
        assertThat(unacknowledged()).isEqualTo(3);
    }

    @Test
    void only_notifications_about_awaited_orders_are_acknowledged() {
        OrderId awaited = order("a.example.com").id();
        OrderId other = order("b.example.com").id();
        stub.end(Long.parseLong(other.providerId()), OrderOutcome.CANCELLED);
        await(awaited);
        assertThat(waited()).isEqualTo(ISSUED);
        assertThat(unacknowledged()).isEqualTo(1);
        assertThat(head()).isEqualTo(other.providerId());
    }

    @Test
    void a_notification_that_another_program_acknowledged_is_a_hint_too() {
        OrderId id = order("a.example.com").id();
        notifications(look -> """
                {"id":"N","process":%s,"acknowledgeDate":"2026-11-22T00:00:00Z"}""".formatted(id.providerId()));
        requireThrown(DeadlineExceededException.class, () -> awaitFor(seconds(30), id));
        // At 0, 10 and 30 seconds, and at 20 seconds because of the notification.
        assertThat(received("getProcess")).isEqualTo(4);
        await(id);
        assertThat(received(ACKNOWLEDGE)).isZero();
    }

    @Test
    void only_the_notification_about_the_order_that_changed_is_acknowledged() {
        stub.answer(ACKNOWLEDGE, CannedFailure.status(200).always());
        List<OrderId> ids = ids(2);
        notifications(look -> {
            String ofFirst = "{\"id\":\"A-%d\",\"process\":%s}"
                    .formatted(look, ids.get(0).providerId());
            if (look == 2) {
                stub.end(Long.parseLong(ids.get(0).providerId()), OrderOutcome.CANCELLED);
            }
            return ofFirst
                    + ",{\"id\":\"B\",\"process\":%s}".formatted(ids.get(1).providerId());
        });
        assertThat(reseller.orders().awaitAll(ids, seconds(30), this::none, listener))
                .containsExactly(ids.get(1));
        assertThat(stub.journal().exchanges())
                .filteredOn(exchange -> exchange.operationId().equals(ACKNOWLEDGE))
                .extracting(Exchange::path)
                .containsExactly("/v2/customers/" + RealtimeStub.CUSTOMER + "/notifications/A-2/ack");
    }

    @Test
    void an_order_that_ended_ends_the_wait_at_once() {
        stub.ordersEnd(OrderOutcome.FAILED);
        OrderId id = order("a.example.com").id();
        requireThrown(OrderEndedException.class, () -> await(id));
        assertThat(waited()).isEqualTo(ISSUED);
        assertThat(unacknowledged()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4410023", "\"N-1\""})
    void a_notification_about_an_unchanged_order_causes_one_read_and_is_not_acknowledged(String notification) {
        OrderId id = order("a.example.com").id();
        notifications(look -> "{\"id\":%s,\"process\":%s}".formatted(notification, id.providerId()));
        requireThrown(DeadlineExceededException.class, () -> awaitFor(Duration.ofMinutes(20), id));
        assertThat(waited()).isEqualTo(Duration.ofMinutes(20));
        // At 0 and 10 seconds, at 20 because of the notification, then at 60, 140, 300, 620 and 1200.
        assertThat(received("getProcess")).isEqualTo(8);
        assertThat(received(ACKNOWLEDGE)).isZero();
    }

    @Test
    void an_unchanged_order_among_many_is_read_once_and_not_acknowledged() {
        List<OrderId> ids = ids(2);
        notifications(look -> "{\"id\":1,\"process\":%s}".formatted(ids.get(0).providerId()));
        long listings = received("listProcesses");
        assertThat(reseller.orders().awaitAll(ids, Duration.ofMinutes(20), this::none, listener))
                .isEqualTo(ids);
        assertThat(received("listProcesses") - listings).isEqualTo(3);
        assertThat(received("getProcess")).isEqualTo(1);
        assertThat(received(ACKNOWLEDGE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_flood_of_notifications_causes_no_more_than_a_read_every_ten_seconds(boolean many) {
        OrderId id = order("a.example.com").id();
        notifications(look -> "{\"id\":\"%s\",\"process\":%s}".formatted(look, id.providerId()));
        if (many) {
            assertThat(awaitAll(List.of(id))).isEmpty();
        } else {
            await(id);
        }
        assertThat(waited()).isBetween(ISSUED, ISSUED.plus(seconds(10)));
        assertThat(received("getProcess")).isBetween(100L, ISSUED.toSeconds() / 10 + 2);
        assertThat(pauses).allMatch(pause -> pause.compareTo(seconds(10)) >= 0);
    }

    @Test
    void notifications_about_others_or_of_another_customer_are_no_hints() {
        OrderId id = order("a.example.com").id();
        notifications(look -> """
                null,{"id":"%1$d-1","process":1},{"id":"%1$d-2"},{"id":"%1$d-3","customer":"other-handle","process":%2$s}""".formatted(look, id.providerId()));
        requireNoUse(id);
    }

    static Stream<CannedFailure> failures() {
        return Stream.concat(
                Stream.of(400, 401, 403, 404, 429, 500, 503).map(CannedFailure::status),
                Stream.of(CannedFailure.drop(), CannedFailure.malformed()));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_failure_to_read_notifications_ends_only_their_use(CannedFailure failure) {
        // A read is repeated at most twice.
        stub.answer(LIST, failure.times(3));
        requireNoUse(order("a.example.com").id());
        assertThat(received(LIST)).isBetween(1L, 3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"entities\":7}",
                "{\"entities\":[{\"id\":1,\"process\":\"x\"}]}",
                "{\"entities\":[{\"id\":{},\"process\":PROCESS}]}",
                "{\"entities\":[{\"process\":PROCESS}]}"
            })
    void a_damaged_list_of_notifications_ends_only_their_use(String body) {
        OrderId id = order("a.example.com").id();
        alterNext(LIST, reply -> body.replace("PROCESS", id.providerId()));
        requireNoUse(id);
        assertThat(received(LIST)).isEqualTo(1);
    }

    private void requireNoUse(OrderId id) {
        await(id);
        assertThat(waited()).isEqualTo(NOTICED);
        assertThat(received("getProcess")).isEqualTo(9);
        assertThat(received(ACKNOWLEDGE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_failed_acknowledgement_does_not_end_a_wait(boolean many) {
        stub.answer(ACKNOWLEDGE, CannedFailure.status(500).always());
        List<OrderId> ids = ids(2);
        if (many) {
            assertThat(awaitAll(ids)).isEmpty();
        } else {
            await(ids.get(0));
        }
        assertThat(waited()).isEqualTo(ISSUED);
        assertThat(received(ACKNOWLEDGE)).isEqualTo(1);
    }

    @Test
    void a_pause_that_the_reseller_requests_is_kept_after_a_hint() {
        List<OrderId> ids = ids(2);
        stub.answer("getProcess", CannedFailure.status(429, "", Map.of("Retry-After", "900")));
        assertThat(awaitAll(ids)).isEmpty();
        assertThat(received("getProcess")).isEqualTo(3);
        assertThat(waited()).isGreaterThanOrEqualTo(ISSUED.plus(seconds(900)));
    }

    @Test
    void looks_are_no_more_frequent_than_the_first_pause() {
        connect(new Polling(seconds(60), Duration.ofMinutes(10)), true);
        stub.issuesAfter(seconds(90));
        await(order("a.example.com").id());
        assertThat(waited()).isEqualTo(seconds(120));
        assertThat(received(LIST)).isEqualTo(1);
    }

    @Test
    void no_look_is_made_in_short_pauses() {
        connect(new Polling(seconds(1), seconds(10)), true);
        await(order("a.example.com").id());
        assertThat(received(LIST)).isZero();
    }

    @Test
    void no_look_is_made_while_polls_fail() {
        OrderId id = order("a.example.com").id();
        stub.answer("getProcess", CannedFailure.status(503).always());
        requireThrown(DeadlineExceededException.class, () -> awaitFor(Duration.ofHours(1), id));
        assertThat(received(LIST)).isZero();
    }

    private List<OrderId> ids(int count) {
        return Stream.of("c", "d", "e")
                .limit(count)
                .map(name -> order(name + ".example.com").id())
                .toList();
    }

    private List<OrderId> awaitAll(List<OrderId> ids) {
        return reseller.orders().awaitAll(ids, PATIENCE, this::none, listener);
    }

    private void awaitFor(Duration limit, OrderId id) {
        reseller.orders().await(id, limit, this::none);
    }

    private AutoCloseable none(Object record) {
        return () -> {};
    }

    /** Replaces the entries of each listing of notifications. The function receives the number of the look. */
    private void notifications(IntFunction<String> entries) {
        AtomicInteger looks = new AtomicInteger();
        stub.answer(
                LIST,
                CannedFailure.altered(reply -> withBody(
                                reply,
                                "{\"entities\":[" + entries.apply(looks.incrementAndGet())
                                        + "],\"pagination\":{\"limit\":100,\"offset\":0}}"))
                        .always());
    }

    private Duration waited() {
        return Duration.between(start, clock.instant());
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private long received(String operation) {
        return stub.journal().received(operation);
    }

    private int unacknowledged() {
        try (RealtimeClient client = RealtimeClient.connect(stub.apiKey(), options())) {
            return client.notifications()
                    .pollNotification(RealtimeStub.CUSTOMER)
                    .getCount();
        }
    }

    private String head() {
        try (RealtimeClient client = RealtimeClient.connect(stub.apiKey(), options())) {
            return String.valueOf(client.notifications()
                    .pollNotification(RealtimeStub.CUSTOMER)
                    .getNotification()
                    .getProcess());
        }
    }
}
