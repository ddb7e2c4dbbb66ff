package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.ReadRetries;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many connections are opened, and what becomes of a call when the server has closed the ones that are idle. */
class ConnectionsTest {

    private static final int POOL = 256;

    private static final LocalTls LOCAL_TLS = LocalTls.create();

    /** What the connections are made of. */
    enum Link {
        PLAIN,
        TLS;

        RawServer server(Function<Received, ServerStep> script) {
            return RawServer.scripted(this == TLS ? Optional.of(LOCAL_TLS) : Optional.empty(), script);
        }
    }

    @ParameterizedTest
    @EnumSource
    void five_hundred_reads_one_after_another_use_one_connection(Link link) {
        try (RawServer server = link.server(request -> RawServer.EMPTY_LISTING);
                GeneratedClientSession session = GeneratedClientSession.open("realtime", server.options())) {
            for (int i = 0; i < 500; i++) {
                session.read();
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.began()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @EnumSource
    void callers_that_share_eight_permits_open_at_most_eight_connections(Link link) throws Exception {
        Semaphore permits = new Semaphore(8);
        try (RawServer server = link.server(request -> RawServer.EMPTY_LISTING);
                GeneratedClientSession session = GeneratedClientSession.open("regfish", server.options())) {
            atOnce(640, 32, () -> {
                permits.acquireUninterruptibly();
                try {
                    session.read();
                } finally {
                    permits.release();
                }
            });
            assertThat(server.connections()).isBetween(1, 8);
            assertThat(server.began()).isEqualTo(640);
        }
    }

    @Test
    void callers_without_a_limit_share_256_connections() throws Exception {
        CountDownLatch full = new CountDownLatch(POOL);
        try (RawServer server = RawServer.scripted(request -> answeredAfter(full));
                GeneratedClientSession session = GeneratedClientSession.open("regfish", server.options())) {
            atOnce(POOL + 20, POOL + 20, session::read);
            assertThat(server.connections()).isEqualTo(POOL);
            assertThat(server.began()).isEqualTo(POOL + 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connections_that_the_server_closed_while_they_were_idle_fail_no_read_and_repeat_none(Link link)
            throws Exception {
        int idle = 8;
        CountDownLatch together = new CountDownLatch(idle);
        try (RawServer server = link.server(request -> answeredAfter(together));
                GeneratedClientSession session = GeneratedClientSession.open("regfish", patient(server))) {
            atOnce(idle, idle, session::read);
            assertThat(server.connections()).isEqualTo(idle);

            server.hangUp();

            // At once, so that the client still trusts them all.
            for (int i = 0; i < idle; i++) {
                session.read();
            }
            assertThat(server.connections()).isEqualTo(idle + 1);
            assertThat(server.began()).isEqualTo(2 * idle);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connections_that_the_server_closed_while_they_were_idle_fail_no_order_and_repeat_none(Link link)
            throws Exception {
        int idle = 8;
        for (SpendCall order : orders()) {
            CountDownLatch together = new CountDownLatch(idle);
            try (RawServer server = link.server(request -> answeredAfter(together));
                    GeneratedClientSession session = GeneratedClientSession.open(order.reseller(), patient(server))) {
                atOnce(idle, idle, session::read);
                server.hangUp();

                session.spend(order, SpendPermit.once());

                assertThat(server.writes()).hasSize(1);
                assertThat(server.writes().get(0).connection()).isEqualTo(idle + 1);
                assertThat(server.began()).isEqualTo(idle + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_order_has_a_connection_of_its_own_that_is_closed_after_it(Link link) throws Exception {
        for (SpendCall order : orders()) {
            try (RawServer server = link.server(request -> RawServer.EMPTY_LISTING);
                    GeneratedClientSession session = GeneratedClientSession.open(order.reseller(), server.options())) {
                session.read();
                session.spend(order, SpendPermit.once());
                session.read();
                atOnce(8, 4, () -> session.spend(order, SpendPermit.once()));

                assertThat(server.writes())
                        .hasSize(9)
                        .allSatisfy(
                                write -> assertThat(write.header("Connection")).contains("close"));
                assertThat(server.writes())
                        .extracting(Received::connection)
                        .doesNotHaveDuplicates()
                        .doesNotContain(1);
                assertThat(server.connections()).isEqualTo(10);
            }
        }
    }

    private static List<SpendCall> orders() {
        return List.of(SpendCall.of("regfish", "createCertificate"), SpendCall.of("realtime", "requestCertificate"));
    }

    /** Sends reads as often as is usual, without the pauses. */
    private static ConnectOptions patient(RawServer server) {
        return server.options().toBuilder()
                .retries(ReadRetries.usual())
                .time(Clock.systemUTC(), pause -> {})
                .build();
    }

    /** Answers when so many requests are there at the same time; later ones at once. */
    private static ServerStep answeredAfter(CountDownLatch together) {
        together.countDown();
        return peer -> {
            assertThatCode(() ->
                            assertThat(together.await(20, TimeUnit.SECONDS)).isTrue())
                    .doesNotThrowAnyException();
            return RawServer.EMPTY_LISTING.on(peer);
        };
    }

    private static void atOnce(int times, int threads, Runnable call) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> calls = new ArrayList<>();
            IntStream.range(0, times).forEach(i -> calls.add(callers.submit(call)));
            for (Future<?> one : calls) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
