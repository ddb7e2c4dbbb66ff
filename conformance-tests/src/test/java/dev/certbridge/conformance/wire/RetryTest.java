package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.RejectedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails for now is read again, in good time; what changes something never is. */
class RetryTest {

    private static final ServerStep DOWN = ServerStep.json(503, "{\"message\":\"down\"}");
    private static final ReadRetries FOUR = new ReadRetries(4, Duration.ofSeconds(1), Duration.ofSeconds(3));

    private final SimulatedTime time = new SimulatedTime();

    @Test
    void what_fails_for_now_is_read_again_until_it_is_answered() {
        try (RawServer server = following(DOWN, ServerStep.drop(), ServerStep.json(429, ""), RawServer.EMPTY_LISTING)) {
            try (GeneratedClientSession session = GeneratedClientSession.open(
                    "regfish", options(server).toBuilder().retries(FOUR).build())) {
                session.read();
            }
            assertThat(server.began()).isEqualTo(4);
        }
    }

    @Test
    void the_generated_clients_of_both_resellers_do_so_by_themselves() {
        for (String reseller : GeneratedClientSession.CLIENTS.keySet()) {
            try (RawServer server = following(DOWN, DOWN, RawServer.EMPTY_LISTING);
                    GeneratedClientSession session = GeneratedClientSession.open(
                            reseller,
                            options(server).toBuilder()
                                    .retries(ReadRetries.usual())
                                    .build())) {
                session.read();
                assertThat(server.began()).isEqualTo(3);
            }
        }
    }

    @Test
    void the_last_failure_is_told_when_the_tries_are_over_and_every_try_was_told_of() {
        List<Integer> told = new ArrayList<>();
        try (RawServer server = following(DOWN, DOWN, ServerStep.json(500, "{}"), RawServer.EMPTY_LISTING);
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        options(server).toBuilder()
                                .retries(ReadRetries.usual())
                                .listener(call -> told.add(call.status().orElse(0)))
                                .build())) {
            assertThatThrownBy(session::read)
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("500");
        }
        assertThat(told).containsExactly(503, 503, 500);
    }

    @Test
    void pauses_double_up_to_the_longest_and_are_drawn_below() {
        try (RawServer server = RawServer.always(DOWN);
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        options(server).toBuilder()
                                .retries(FOUR)
                                .random(() -> Long.MIN_VALUE)
                                .build())) {
            assertThatThrownBy(session::read).isInstanceOf(ProviderFaultException.class);
        }
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
        try (RawServer server = following(ServerStep.json(503, "{}", header), RawServer.EMPTY_LISTING);
                GeneratedClientSession session = GeneratedClientSession.open(
                        "realtime", options(server).toBuilder().retries(FOUR).build())) {
            session.read();
        }
        assertThat(time.pauses())
                .singleElement()
                .satisfies(pause -> assertThat(pause).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8)));
    }

    @Test
    void a_wait_that_goes_beyond_the_deadline_is_the_callers() {
        try (RawServer server = RawServer.always(ServerStep.json(429, "", "Retry-After: 20"));
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish", options(server).toBuilder().retries(FOUR).build())) {
            assertThatThrownBy(session::read)
                    .isInstanceOfSatisfying(
                            RateLimitedException.class,
                            limited -> assertThat(limited.retryAfter()).contains(Duration.ofSeconds(20)));
            assertThat(server.began()).isEqualTo(1);
        }
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void all_tries_share_one_deadline() {
        try (RawServer server = RawServer.always(ServerStep.json(503, "{}", "Retry-After: 12"));
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish", options(server).toBuilder().retries(FOUR).build())) {
            assertThatThrownBy(session::read)
                    .isInstanceOfSatisfying(
                            ProviderFaultException.class,
                            fault -> assertThat(fault.retryAfter()).contains(Duration.ofSeconds(12)));
            assertThat(server.began()).as("12 s, and 24 s would be too late").isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void a_refusal_is_not_asked_again(int status) {
        try (RawServer server = RawServer.always(ServerStep.json(status, "{\"success\":false}", "Retry-After: 0"));
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish", options(server).toBuilder().retries(FOUR).build())) {
            assertThatThrownBy(session::read).isInstanceOf(RejectedException.class);
            assertThat(server.began()).isEqualTo(1);
        }
    }

    static List<SpendCall> spends() {
        return SpendCall.all();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_spend_is_never_sent_again(SpendCall call) {
        for (ServerStep act : List.of(
                ServerStep.json(503, "{}", "Retry-After: 0"),
                ServerStep.json(429, "", "Retry-After: 0"),
                ServerStep.drop())) {
            try (RawServer server = RawServer.always(act);
                    GeneratedClientSession session = GeneratedClientSession.open(
                            call.reseller(),
                            options(server).toBuilder().retries(FOUR).build())) {
                assertThat(catchThrowable(() -> session.spend(call, SpendPermit.once())))
                        .isNotNull();
                assertThat(server.began()).isEqualTo(1);
            }
        }
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void a_write_that_costs_nothing_is_never_sent_again() {
        try (RawServer server = RawServer.always(ServerStep.json(503, "{}", "Retry-After: 0"));
                RealtimeClient client = RealtimeClient.connect(
                        GeneratedClientSession.KEY,
                        options(server).toBuilder().retries(FOUR).build())) {
            assertThat(catchThrowable(() -> client.processes().cancelProcess(1L)))
                    .isNotNull();
            assertThat(server.began()).isEqualTo(1);
        }
    }

    @Test
    void a_read_that_was_not_sent_is_sent_again() {
        RawServer gone = RawServer.always(DOWN);
        ConnectOptions options = options(gone).toBuilder().retries(FOUR).build();
        gone.close();
        try (GeneratedClientSession session = GeneratedClientSession.open("regfish", options)) {
            assertThatThrownBy(session::read).isInstanceOf(NotSentException.class);
        }
        assertThat(time.pauses()).hasSize(3);
    }

    @Test
    void an_interruption_ends_the_pause_with_the_last_failure_and_is_kept() {
        try (RawServer server = RawServer.always(DOWN);
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        options(server).toBuilder()
                                .retries(FOUR)
                                .time(time, pause -> {
                                    throw new InterruptedException();
                                })
                                .build())) {
            Throwable thrown = catchThrowable(session::read);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(thrown).isInstanceOf(ProviderFaultException.class);
            assertThat(server.began()).isEqualTo(1);
        }
    }

    private ConnectOptions options(RawServer server) {
        return server.options().toBuilder().time(time, time).build();
    }

    /** Does these in turn, and the last one ever after. */
    private static RawServer following(ServerStep... acts) {
        Queue<ServerStep> left = new ArrayDeque<>(List.of(acts));
        return RawServer.scripted(request -> left.size() > 1 ? left.remove() : left.element());
    }
}
