package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.FaultProxy.EMPTY_LISTING;
import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.wire.TestProvider.REGFISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.Jitter;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.ReadRetryPolicy;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.RejectedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that fail for now are retried within the deadline; writes never are. Pauses, and the messages about them. */
class RetryTest extends WireTest {

    private static final ProxyStep DOWN = json(503, "{\"message\":\"down\"}");
    private static final ReadRetryPolicy FOUR = new ReadRetryPolicy(4, Duration.ofSeconds(1), Duration.ofSeconds(3));

    private final SimulatedTime time = new SimulatedTime();

    @Test
    void a_read_with_a_transient_failure_is_retried_until_it_succeeds() {
        FaultProxy server = open(following(DOWN, hangUp(), json(429, ""), EMPTY_LISTING));
        GeneratedClient session = patient("regfish", server);
        session.read();
        assertThat(server.began()).isEqualTo(4);
    }

    @Test
    void the_generated_clients_of_both_resellers_do_so_by_themselves() {
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (FaultProxy server = following(DOWN, DOWN, EMPTY_LISTING);
                    GeneratedClient session = client(
                            reseller,
                            server,
                            options -> options.time(time, time).retries(ReadRetryPolicy.usual()))) {
                session.read();
                assertThat(server.began()).isEqualTo(3);
            }
        }
    }

    @Test
    void the_last_failure_is_thrown_and_every_try_reported_to_the_listener() {
        List<Integer> statuses = new ArrayList<>();
        List<Integer> tries = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void retried(String provider, String operationId, int attempt, Duration pause) {
                tries.add(attempt);
            }

            @Override
            public void called(Call call) {
                statuses.add(call.status().orElse(0));
            }
        };
        GeneratedClient session = client(
                "regfish",
                open(following(DOWN, DOWN, json(500, "{}"), EMPTY_LISTING)),
                options -> options.time(time, time)
                        .retries(ReadRetryPolicy.usual())
                        .listener(listener));
        assertThatThrownBy(session::read)
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("500");
        assertThat(statuses).containsExactly(503, 503, 500);
        assertThat(tries).containsExactly(2, 3);
    }

    @Test
    void pauses_double_up_to_the_longest_and_are_drawn_below() {
        GeneratedClient session = client(
                "regfish",
                always(DOWN),
                options -> options.time(time, time).retries(FOUR).random(() -> Long.MIN_VALUE));
        assertThatThrownBy(session::read).isInstanceOf(ProviderFaultException.class);
        // The middle of what may be drawn: below 1, 2 and 3 seconds.
        assertThat(time.pauses())
                .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Retry-After: 7",
                "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 10:00:07 GMT"
            })
    void retry_after_is_waited_out_in_both_forms(String header) {
        GeneratedClient session = patient("realtime", open(following(json(503, "{}", header), EMPTY_LISTING)));
        session.read();
        assertThat(time.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8)));
    }

    @Test
    void a_wait_beyond_the_deadline_is_left_to_the_caller() {
        FaultProxy server = always(json(429, "", "Retry-After: 20"));
        GeneratedClient session = patient("regfish", server);
        assertThatThrownBy(session::read)
                .isInstanceOfSatisfying(
                        RateLimitedException.class,
                        limited -> assertThat(limited.retryAfter()).contains(Duration.ofSeconds(20)));
        assertThat(server.began()).isEqualTo(1);
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void all_tries_share_one_deadline() {
        FaultProxy server = always(json(503, "{}", "Retry-After: 12"));
        GeneratedClient session = patient("regfish", server);
        assertThatThrownBy(session::read)
                .isInstanceOfSatisfying(
                        ProviderFaultException.class,
                        fault -> assertThat(fault.retryAfter()).contains(Duration.ofSeconds(12)));
        assertThat(server.began()).as("12 s, and 24 s would be too late").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void a_refusal_is_not_asked_again(int status) {
        FaultProxy server = always(json(status, "{\"success\":false}", "Retry-After: 0"));
        GeneratedClient session = patient("regfish", server);
        assertThatThrownBy(session::read).isInstanceOf(RejectedException.class);
        assertThat(server.began()).isEqualTo(1);
    }

    static List<SpendCall> spends() {
        return SpendCall.all();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_spend_is_never_sent_again(SpendCall call) {
        for (ProxyStep act : List.of(json(503, "{}", "Retry-After: 0"), json(429, "", "Retry-After: 0"), hangUp())) {
            try (FaultProxy server = FaultProxy.always(act);
                    GeneratedClient session = patient(call.reseller(), server)) {
                assertThat(catchThrowable(() -> session.spend(call))).isNotNull();
                assertThat(server.began()).isEqualTo(1);
            }
        }
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void a_write_without_cost_is_never_sent_again() {
        FaultProxy server = always(json(503, "{}", "Retry-After: 0"));
        RealtimeClient client = open(RealtimeClient.connect(
                GeneratedClient.KEY,
                server.options(options -> options.time(time, time).retries(FOUR))));
        assertThat(catchThrowable(() -> client.processes().cancelProcess(1L))).isNotNull();
        assertThat(server.began()).isEqualTo(1);
    }

    @Test
    void a_read_that_was_not_sent_is_sent_again() {
        FaultProxy gone = FaultProxy.always(DOWN);
        ConnectOptions options = gone.options(it -> it.time(time, time).retries(FOUR));
        gone.close();
        GeneratedClient session = client("regfish", options);
        assertThatThrownBy(session::read).isInstanceOf(NotSentException.class);
        assertThat(time.pauses()).hasSize(3);
    }

    @Test
    void an_interruption_ends_the_pause_with_the_last_failure_and_is_kept() {
        FaultProxy server = always(DOWN);
        GeneratedClient session = client(
                "regfish",
                server,
                options -> options.time(time, time).retries(FOUR).time(time, pause -> {
                    throw new InterruptedException();
                }));
        Throwable thrown = catchThrowable(session::read);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(ProviderFaultException.class);
        assertThat(server.began()).isEqualTo(1);
    }

    /** Returns a client whose pauses end at once, and that tries a read four times. */
    private GeneratedClient patient(String reseller, FaultProxy server) {
        return client(reseller, server, options -> options.time(time, time).retries(FOUR));
    }

    /** Does these steps one after the other, and repeats the last one. */
    private static FaultProxy following(ProxyStep... acts) {
        Queue<ProxyStep> left = new ArrayDeque<>(List.of(acts));
        return FaultProxy.scripted(request -> left.size() > 1 ? left.remove() : left.element());
    }

    @Test
    void a_pause_before_a_retry_is_drawn_below_and_one_between_polls_around() {
        Duration pause = Duration.ofSeconds(40);
        Jitter least = new Jitter(() -> 0);
        Jitter most = new Jitter(() -> -1);
        assertThat(least.fullJitter(pause)).isZero();
        assertThat(most.fullJitter(pause)).isBetween(Duration.ofSeconds(39), pause);
        assertThat(least.plusMinusQuarter(pause)).isEqualTo(Duration.ofSeconds(30));
        assertThat(most.plusMinusQuarter(pause)).isBetween(Duration.ofSeconds(49), Duration.ofSeconds(50));
    }

    @Test
    void a_client_without_an_injected_clock_waits_before_it_reads_again() {
        List<Long> asked = new CopyOnWriteArrayList<>();
        Duration half = Duration.ofMillis(100);
        ReadRetryPolicy twice = new ReadRetryPolicy(2, half.multipliedBy(2), half.multipliedBy(2));
        FaultProxy server = open(FaultProxy.scripted(request -> {
            asked.add(System.nanoTime());
            return DOWN;
        }));
        RegfishClient regfish = open(RegfishClient.connect(
                GeneratedClient.KEY,
                ConnectOptions.builder()
                        .uri(server.uri())
                        .retries(twice)
                        .random(() -> Long.MIN_VALUE)
                        .build()));
        assertThatThrownBy(() -> regfish.products().listProducts()).isInstanceOf(ProviderFaultException.class);
        assertThat(asked).hasSize(2);
        // A timer may be early by less than its tick.
        assertThat(Duration.ofNanos(asked.get(1) - asked.get(0))).isGreaterThan(half.minusMillis(20));
    }

    @Test
    void a_pause_that_took_longer_than_the_deadline_is_followed_by_no_further_try() {
        SimulatedTime time = new SimulatedTime();
        FaultProxy server = always(DOWN);
        GeneratedClient session = client(
                "regfish",
                server,
                options -> options.retries(ReadRetryPolicy.usual())
                        .time(time, pause -> time.sleep(pause.plus(Duration.ofSeconds(20)))));
        assertThatThrownBy(session::read)
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("down");
        assertThat(server.began()).isEqualTo(1);
    }

    @Test
    void a_reseller_is_polled_as_configured_and_ids_have_the_label_of_the_account() {
        SimulatedTime time = new SimulatedTime();
        try (FaultProxy server =
                        FaultProxy.scripted(request -> request.head().get(0).startsWith("GET /tls/certificate ")
                                ? FaultProxy.EMPTY_LISTING
                                : REGFISH.accepts());
                CertificateReseller regfish = REGFISH.connect(
                        OrderBooks.inMemory(),
                        server.options(it -> it.account("shop")
                                .polling(new Polling(Duration.ofSeconds(3), Duration.ofSeconds(10)))
                                .random(() -> Long.MIN_VALUE)
                                .time(time, time)))) {
            OrderId id = regfish.order(Intent.of("one"), REGFISH.order("www.example.com"), Spending.unquoted())
                    .id();
            assertThat(id.account()).isEqualTo("shop");
            assertThatThrownBy(() -> regfish.orders().await(id, Duration.ofSeconds(30), DnsPublisher.none()))
                    .isInstanceOf(DeadlineExceededException.class);
        }
        assertThat(time.seconds()).startsWith(3L, 6L, 10L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After: 120 | Date: Sun, 22 Nov 2026 10:00:00 GMT"
                        + " | ; wait 120 s before the next call, until 2026-11-22T10:02:00Z",
                "Retry-After: Sun, 22 Nov 2026 10:00:30 GMT | Date: Sun, 22 Nov 2026 10:00:00 GMT"
                        + " | ; wait 30 s before the next call, until 2026-11-22T10:00:30Z",
                "Retry-After: 5 | X-Nothing: 1 | ; wait 5 s before the next call",
                "X-Nothing: 1 | X-Nothing: 2 | ; the reseller gives no waiting time, so wait some minutes before the"
                        + " next call"
            })
    void the_message_states_until_when_to_wait(String retryAfter, String date, String said) {
        FaultProxy server = always(ProxyStep.json(429, "", retryAfter, date));
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (GeneratedClient session = GeneratedClient.open(reseller, server)) {
                assertSays(session::read, said);
            }
        }
        for (SpendCall call : SpendCall.all()) {
            try (GeneratedClient session = GeneratedClient.open(call.reseller(), server.options())) {
                assertSays(() -> session.spend(call), said);
            }
        }
    }

    private static void assertSays(ThrowingCallable call, String said) {
        assertThatThrownBy(call)
                .isInstanceOf(RateLimitedException.class)
                .hasMessageEndingWith("rate limited: 429" + said);
    }
}
