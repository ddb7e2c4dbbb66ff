package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.flood;
import static dev.certbridge.conformance.proxy.ProxyStep.gzip;
import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.html;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static dev.certbridge.conformance.proxy.ProxyStep.reset;
import static dev.certbridge.conformance.proxy.ProxyStep.response;
import static dev.certbridge.conformance.proxy.ProxyStep.silence;
import static dev.certbridge.conformance.proxy.ProxyStep.stall;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
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
class ReadTest extends WireTest {

    private static final Duration LATE = Duration.ofSeconds(10);

    @Test
    void reads_after_one_another_use_one_connection() {
        FaultProxy server = always(FaultProxy.EMPTY_LISTING);
        GeneratedClient session = client("realtime", server);
        session.read();
        session.read();
        session.read();
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.began()).isEqualTo(3);
    }

    @Test
    void a_read_after_the_server_closed_an_idle_connection_gets_a_fresh_one() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        ProxyStep answerAndClose = exchange -> {
            FaultProxy.EMPTY_LISTING.on(exchange);
            exchange.socket().close();
            closed.countDown();
            return false;
        };
        FaultProxy server = always(answerAndClose);
        GeneratedClient session = client("regfish", server.options());
        GeneratedClient clock = client("regfish", always(silence()).options(Duration.ofMillis(700)));
        session.read();
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        // Ends when the connection has been idle for longer than it is trusted.
        assertThatThrownBy(clock::read).isInstanceOf(ProviderFaultException.class);
        session.read();
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void a_5xx_is_a_fault_of_the_provider(int status) {
        FaultProxy server = FaultProxy.always(json(status, "{\"message\":\"down\"}", "Retry-After: 0"));
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (GeneratedClient session = GeneratedClient.open(reseller, server.options())) {
                assertThatThrownBy(session::read)
                        .isInstanceOfSatisfying(
                                ProviderFaultException.class,
                                e -> assertThat(e.status()).isEqualTo(status))
                        .hasMessageContaining("down");
            }
        }
        server.close();
        assertThat(server.began()).isEqualTo(GeneratedClient.CLIENTS.size());
    }

    static Stream<Named<ProxyStep>> lost() {
        return Stream.of(
                Named.of("drop", hangUp()),
                Named.of("reset", reset()),
                Named.of("garbage", raw("this is no HTTP\r\n\r\n")),
                Named.of("truncated", raw(head(200, 100) + "{")),
                Named.of("chunks cut off", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"s")));
    }

    @ParameterizedTest
    @MethodSource("lost")
    void a_lost_answer_is_a_fault_of_the_provider(ProxyStep act) {
        FaultProxy server = FaultProxy.always(act);
        try (server;
                GeneratedClient session = GeneratedClient.open("regfish", server.options())) {
            assertThatThrownBy(session::read).isInstanceOf(ProviderFaultException.class);
        }
        assertThat(server.began()).isEqualTo(1);
    }

    static Stream<Named<ProxyStep>> unreadable() {
        return Stream.of(
                Named.of("html", html(200)),
                Named.of("nothing", json(200, "")),
                Named.of("204", raw("HTTP/1.1 204 Nothing\r\n\r\n")),
                Named.of("null", json(200, "null")),
                Named.of("an array", json(200, "[]")),
                Named.of("two documents", json(200, "{}{}")),
                Named.of("half a document", json(200, "{\"success\":")),
                Named.of("brotli", json(200, "{}", "Content-Encoding: br")),
                Named.of("two encodings", json(200, "{}", "Content-Encoding: gzip, gzip")),
                Named.of("an undocumented status", json(418, "{}")),
                Named.of("a redirect", json(307, "{}", "Location: https://elsewhere.invalid/")));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void an_answer_that_is_not_what_the_contract_says_is_told_so(ProxyStep act) {
        FaultProxy server = FaultProxy.always(act);
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (GeneratedClient session = GeneratedClient.open(reseller, server.options())) {
                assertThatThrownBy(session::read)
                        .isInstanceOf(BrokenContractException.class)
                        .message()
                        .hasLineCount(1)
                        .doesNotContain("Welcome");
            }
        }
        server.close();
        assertThat(server.began()).isEqualTo(GeneratedClient.CLIENTS.size());
    }

    @Test
    void gzip_that_was_not_asked_for_is_read_and_none_is_asked_for() {
        byte[] packed = gzip("{\"success\":true,\"response\":[{\"sku\":\"RapidSSL\"}]}".getBytes(UTF_8));
        FaultProxy server = always(response(200, packed, "Content-Encoding: gzip"));
        RegfishClient regfish = open(RegfishClient.connect(GeneratedClient.KEY, server.options()));
        assertThat(regfish.products().listProducts().getResponse().get(0).getSku())
                .isEqualTo("RapidSSL");
        assertThat(server.requests().get(0).header("Accept-Encoding")).isEmpty();
    }

    static Stream<Named<ProxyStep>> endless() {
        int limit = 10 * 1024 * 1024;
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Named.of("a gzip bomb", response(200, gzip(new byte[limit + 1]), "Content-Encoding: gzip")),
                Named.of("a gzip bomb that never ends", exchange -> {
                    byte[] bomb = gzip(new byte[2 * limit]);
                    exchange.write(head(200, bomb.length + 1L, "Content-Encoding: gzip"));
                    exchange.write(bomb);
                    exchange.awaitHangUp();
                    return false;
                }),
                Named.of("one byte too many", response(200, new byte[limit + 1])),
                Named.of("an endless body", flood(head(200, Long.MAX_VALUE), " ")),
                Named.of("endless chunks", flood(chunked, "2\r\n  \r\n")),
                Named.of("a long body that stalls", stall(head(200, 4L * limit) + " ".repeat(limit + 1))));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void a_body_longer_than_10_MiB_is_refused_at_once(ProxyStep act) {
        GeneratedClient session = client("regfish", always(act).options());
        long start = System.nanoTime();
        assertThatThrownBy(session::read)
                .isInstanceOf(BrokenContractException.class)
                .hasMessageContaining("longer than 10485760 bytes");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATE);
    }

    @Test
    void a_body_of_10_MiB_is_read() {
        String listing = "{\"success\":true,\"response\":[]}";
        String padded = listing + " ".repeat(10 * 1024 * 1024 - listing.length());
        RegfishClient regfish = open(RegfishClient.connect(
                GeneratedClient.KEY, always(json(200, padded)).options()));
        assertThat(regfish.products().listProducts().getResponse()).isEmpty();
    }

    static Stream<Named<ProxyStep>> endlessHeads() {
        return Stream.of(
                Named.of("a status line", flood("HTTP/1.1 200 ", "a")),
                Named.of("a header", flood("HTTP/1.1 200 OK\r\nX-Long: ", "a")),
                Named.of("headers", flood("HTTP/1.1 200 OK\r\n", "X-Many: a\r\n")),
                Named.of("a header over many lines", flood("HTTP/1.1 200 OK\r\nX-Folded: a\r\n", " a\r\n")),
                Named.of("garbage lines", flood("", "garbage\r\n")));
    }

    @ParameterizedTest
    @MethodSource("endlessHeads")
    void a_head_without_end_is_refused_at_once(ProxyStep act) {
        GeneratedClient session = client("regfish", always(act).options(Duration.ofSeconds(5)));
        assertThatThrownBy(session::read)
                .isInstanceOf(ProviderFaultException.class)
                .message()
                .doesNotContain("no whole answer within")
                .hasSizeLessThan(600);
    }
}
