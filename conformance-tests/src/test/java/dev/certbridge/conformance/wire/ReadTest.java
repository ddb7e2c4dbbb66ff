package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads: pooled, bounded, and told apart by what is wrong with them. */
class ReadTest {

    private static final Duration LATE = Duration.ofSeconds(10);

    @Test
    void reads_after_one_another_use_one_connection() {
        try (RawServer server = RawServer.always(RawServer.EMPTY_LISTING);
                GeneratedClientSession session = GeneratedClientSession.open("realtime", server.options())) {
            session.read();
            session.read();
            session.read();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.began()).isEqualTo(3);
        }
    }

    @Test
    void a_read_after_the_server_closed_an_idle_connection_gets_a_fresh_one() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ServerStep answerAndClose = peer -> {
            RawServer.EMPTY_LISTING.on(peer);
            peer.socket().close();
            closed.countDown();
            return false;
        };
        try (RawServer server = RawServer.always(answerAndClose);
                GeneratedClientSession session = GeneratedClientSession.open("regfish", server.options());
                RawServer silent = RawServer.always(ServerStep.silence());
                GeneratedClientSession clock =
                        GeneratedClientSession.open("regfish", silent.options(Duration.ofMillis(700)))) {
            session.read();
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
            // Ends when the connection has been idle for longer than it is trusted.
            assertThatThrownBy(clock::read).isInstanceOf(ProviderFaultException.class);
            session.read();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void a_5xx_is_a_fault_of_the_provider(int status) {
        RawServer server = RawServer.always(ServerStep.json(status, "{\"message\":\"down\"}", "Retry-After: 0"));
        for (String reseller : GeneratedClientSession.CLIENTS.keySet()) {
            try (GeneratedClientSession session = GeneratedClientSession.open(reseller, server.options())) {
                assertThatThrownBy(session::read)
                        .isInstanceOfSatisfying(
                                ProviderFaultException.class,
                                e -> assertThat(e.status()).isEqualTo(status))
                        .hasMessageContaining("down");
            }
        }
        server.close();
        assertThat(server.began()).isEqualTo(GeneratedClientSession.CLIENTS.size());
    }

    static Stream<Named<ServerStep>> lost() {
        return Stream.of(
                Named.of("drop", ServerStep.drop()),
                Named.of("reset", ServerStep.reset()),
                Named.of("garbage", ServerStep.raw("this is no HTTP\r\n\r\n")),
                Named.of("truncated", ServerStep.raw(ServerStep.head(200, 100) + "{")),
                Named.of(
                        "chunks cut off",
                        ServerStep.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"s")));
    }

    @ParameterizedTest
    @MethodSource("lost")
    void a_lost_answer_is_a_fault_of_the_provider(ServerStep act) {
        RawServer server = RawServer.always(act);
        try (server;
                GeneratedClientSession session = GeneratedClientSession.open("regfish", server.options())) {
            assertThatThrownBy(session::read).isInstanceOf(ProviderFaultException.class);
        }
        assertThat(server.began()).isEqualTo(1);
    }

    static Stream<Named<ServerStep>> unreadable() {
        return Stream.of(
                Named.of("html", ServerStep.html(200)),
                Named.of("nothing", ServerStep.json(200, "")),
                Named.of("204", ServerStep.raw("HTTP/1.1 204 Nothing\r\n\r\n")),
                Named.of("null", ServerStep.json(200, "null")),
                Named.of("an array", ServerStep.json(200, "[]")),
                Named.of("two documents", ServerStep.json(200, "{}{}")),
                Named.of("half a document", ServerStep.json(200, "{\"success\":")),
                Named.of("brotli", ServerStep.json(200, "{}", "Content-Encoding: br")),
                Named.of("two encodings", ServerStep.json(200, "{}", "Content-Encoding: gzip, gzip")),
                Named.of("an undocumented status", ServerStep.json(418, "{}")),
                Named.of("a redirect", ServerStep.json(307, "{}", "Location: https://elsewhere.invalid/")));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void an_answer_that_is_not_what_the_contract_says_is_told_so(ServerStep act) {
        RawServer server = RawServer.always(act);
        for (String reseller : GeneratedClientSession.CLIENTS.keySet()) {
            try (GeneratedClientSession session = GeneratedClientSession.open(reseller, server.options())) {
                assertThatThrownBy(session::read)
                        .isInstanceOf(BrokenContractException.class)
                        .message()
                        .hasLineCount(1)
                        .doesNotContain("Welcome");
            }
        }
        server.close();
        assertThat(server.began()).isEqualTo(GeneratedClientSession.CLIENTS.size());
    }

    @Test
    void gzip_that_was_not_asked_for_is_read_and_none_is_asked_for() {
        byte[] packed = ServerStep.gzip("{\"success\":true,\"response\":[{\"sku\":\"RapidSSL\"}]}".getBytes(UTF_8));
        try (RawServer server = RawServer.always(ServerStep.answer(200, packed, "Content-Encoding: gzip"));
                RegfishClient regfish = RegfishClient.connect(GeneratedClientSession.KEY, server.options())) {
            assertThat(regfish.products().listProducts().getResponse().get(0).getSku())
                    .isEqualTo("RapidSSL");
            assertThat(server.requests().get(0).header("Accept-Encoding")).isEmpty();
        }
    }

    static Stream<Named<ServerStep>> endless() {
        int limit = 10 * 1024 * 1024;
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Named.of(
                        "a gzip bomb",
                        ServerStep.answer(200, ServerStep.gzip(new byte[limit + 1]), "Content-Encoding: gzip")),
                Named.of("a gzip bomb that never ends", peer -> {
                    byte[] bomb = ServerStep.gzip(new byte[2 * limit]);
                    peer.write(ServerStep.head(200, bomb.length + 1L, "Content-Encoding: gzip"));
                    peer.write(bomb);
                    peer.untilHungUp();
                    return false;
                }),
                Named.of("one byte too many", ServerStep.answer(200, new byte[limit + 1])),
                Named.of("an endless body", ServerStep.flood(ServerStep.head(200, Long.MAX_VALUE), " ")),
                Named.of("endless chunks", ServerStep.flood(chunked, "2\r\n  \r\n")),
                Named.of(
                        "a long body that stalls",
                        ServerStep.stall(ServerStep.head(200, 4L * limit) + " ".repeat(limit + 1))));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void a_body_longer_than_10_MiB_is_refused_at_once(ServerStep act) {
        try (RawServer server = RawServer.always(act);
                GeneratedClientSession session = GeneratedClientSession.open("regfish", server.options())) {
            long start = System.nanoTime();
            assertThatThrownBy(session::read)
                    .isInstanceOf(BrokenContractException.class)
                    .hasMessageContaining("longer than 10485760 bytes");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATE);
        }
    }

    @Test
    void a_body_of_10_MiB_is_read() {
        String listing = "{\"success\":true,\"response\":[]}";
        String padded = listing + " ".repeat(10 * 1024 * 1024 - listing.length());
        try (RawServer server = RawServer.always(ServerStep.json(200, padded));
                RegfishClient regfish = RegfishClient.connect(GeneratedClientSession.KEY, server.options())) {
            assertThat(regfish.products().listProducts().getResponse()).isEmpty();
        }
    }

    static Stream<Named<ServerStep>> endlessHeads() {
        return Stream.of(
                Named.of("a status line", ServerStep.flood("HTTP/1.1 200 ", "a")),
                Named.of("a header", ServerStep.flood("HTTP/1.1 200 OK\r\nX-Long: ", "a")),
                Named.of("headers", ServerStep.flood("HTTP/1.1 200 OK\r\n", "X-Many: a\r\n")),
                Named.of("a header over many lines", ServerStep.flood("HTTP/1.1 200 OK\r\nX-Folded: a\r\n", " a\r\n")),
                Named.of("garbage lines", ServerStep.flood("", "garbage\r\n")));
    }

    @ParameterizedTest
    @MethodSource("endlessHeads")
    void a_head_without_end_is_refused_at_once(ServerStep act) {
        try (RawServer server = RawServer.always(act);
                GeneratedClientSession session =
                        GeneratedClientSession.open("regfish", server.options(Duration.ofSeconds(5)))) {
            assertThatThrownBy(session::read)
                    .isInstanceOf(ProviderFaultException.class)
                    .message()
                    .doesNotContain("no complete response within")
                    .hasSizeLessThan(600);
        }
    }
}
