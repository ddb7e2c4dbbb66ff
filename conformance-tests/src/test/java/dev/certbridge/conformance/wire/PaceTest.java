package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.Jitter;
import dev.certbridge.conformance.fixture.SimulatedTime;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.ReadRetries;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** How fast a client goes on: never faster than it says. */
class PaceTest {

    private static final ServerStep DOWN = ServerStep.json(503, "{\"message\":\"down\"}");

    @Test
    void a_pause_is_drawn_below_for_trying_again_and_around_for_looking_again() {
        Duration pause = Duration.ofSeconds(40);
        Jitter least = new Jitter(() -> 0);
        Jitter most = new Jitter(() -> -1);
        assertThat(least.fullJitter(pause)).isZero();
        assertThat(most.fullJitter(pause)).isBetween(Duration.ofSeconds(39), pause);
        assertThat(least.plusMinusQuarter(pause)).isEqualTo(Duration.ofSeconds(30));
        assertThat(most.plusMinusQuarter(pause)).isBetween(Duration.ofSeconds(49), Duration.ofSeconds(50));
    }

    @Test
    void without_a_clock_of_its_own_a_client_really_waits_before_it_reads_again() {
        List<Long> asked = new CopyOnWriteArrayList<>();
        Duration half = Duration.ofMillis(100);
        ReadRetries twice = new ReadRetries(2, half.multipliedBy(2), half.multipliedBy(2));
        try (RawServer server = RawServer.scripted(request -> {
                    asked.add(System.nanoTime());
                    return DOWN;
                });
                RegfishClient regfish = RegfishClient.connect(
                        GeneratedClientSession.KEY,
                        ConnectOptions.builder()
                                .uri(server.uri())
                                .retries(twice)
                                .random(() -> Long.MIN_VALUE)
                                .build())) {
            assertThatThrownBy(() -> regfish.products().listProducts()).isInstanceOf(ProviderFaultException.class);
        }
        assertThat(asked).hasSize(2);
        // A timer may be early by less than its tick.
        assertThat(Duration.ofNanos(asked.get(1) - asked.get(0))).isGreaterThan(half.minusMillis(20));
    }

    @Test
    void a_pause_that_took_longer_than_the_deadline_is_followed_by_no_further_try() {
        SimulatedTime time = new SimulatedTime();
        try (RawServer server = RawServer.always(DOWN);
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        server.options().toBuilder()
                                .retries(ReadRetries.usual())
                                .time(time, pause -> time.sleep(pause.plus(Duration.ofSeconds(20))))
                                .build())) {
            assertThatThrownBy(session::read)
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("down");
            assertThat(server.began()).isEqualTo(1);
        }
    }

    @Test
    void a_reseller_is_looked_at_as_often_as_the_caller_chose_and_ids_carry_the_label_of_the_account() {
        SimulatedTime time = new SimulatedTime();
        try (RawServer server =
                        RawServer.scripted(request -> request.head().get(0).startsWith("GET /tls/certificate ")
                                ? RawServer.EMPTY_LISTING
                                : WireSession.REGFISH.accepts());
                CertificateReseller regfish = WireSession.REGFISH.connect(
                        OrderBooks.inMemory(),
                        server.options().toBuilder()
                                .account("shop")
                                .polling(new Polling(Duration.ofSeconds(3), Duration.ofSeconds(10)))
                                .random(() -> Long.MIN_VALUE)
                                .time(time, time)
                                .build())) {
            OrderId id = regfish.order(
                            Intent.of("one"), WireSession.REGFISH.order("www.example.com"), Spending.unquoted())
                    .id();
            assertThat(id.account()).isEqualTo("shop");
            assertThatThrownBy(() -> regfish.orders().await(id, Duration.ofSeconds(30), DnsPublisher.none()))
                    .isInstanceOf(DeadlineExceededException.class);
        }
        assertThat(time.seconds()).startsWith(3L, 6L, 10L);
    }
}
