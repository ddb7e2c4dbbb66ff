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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Json;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and responses: connections are pooled, sizes bounded, and every failure has its type. */
class ReadTest extends WireTest {

    private static final Duration LATE = Duration.ofSeconds(10);

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
        GeneratedClient session = client("regfish", server);
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
            GeneratedClient session = client(reseller, server);
            assertThatThrownBy(session::read)
                    .isInstanceOfSatisfying(
                            ProviderFaultException.class,
                            e -> assertThat(e.status()).isEqualTo(status))
                    .hasMessageContaining("down");
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
    void a_lost_response_is_a_fault_of_the_provider(ProxyStep act) {
        FaultProxy server = always(act);
        GeneratedClient session = client("regfish", server);
        assertThatThrownBy(session::read).isInstanceOf(ProviderFaultException.class);
        server.close();
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
    void a_response_that_is_not_in_the_contract_is_a_broken_contract(ProxyStep act) {
        FaultProxy server = FaultProxy.always(act);
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            GeneratedClient session = client(reseller, server);
            assertThatThrownBy(session::read)
                    .isInstanceOf(BrokenContractException.class)
                    .message()
                    .hasLineCount(1)
                    .doesNotContain("Welcome");
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
        GeneratedClient session = client("regfish", always(act));
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
                .doesNotContain("no complete response within")
                .hasSizeLessThan(600);
    }

    private static final String NO = "{\"success\":false,\"message\":\"no\"}";
    private static final SpendCall ORDER = SpendCall.of("regfish", "createCertificate");

    @Test
    void a_failure_has_the_request_id_of_the_reseller_if_it_is_one_plain_word() {
        for (String word : List.of("req-4711:a.b", "azAZ09_.:-", "7", "x".repeat(100))) {
            assertThat(failure(json(500, NO, "X-Request-Id: " + word)).requestId())
                    .contains(word);
        }
        for (String odd : List.of("two words", "a/b", "a;b", "a@b", "a[b", "a`b", "a{b", "", "x".repeat(101))) {
            assertThat(failure(json(500, NO, "X-Request-Id: " + odd)).requestId())
                    .as(odd)
                    .isEmpty();
        }
        assertThat(failure(json(500, NO)).requestId()).isEmpty();
    }

    @Test
    void the_message_of_a_refusal_is_quoted_up_to_300_characters() {
        String most = "x".repeat(300);
        assertThat(refusedWith(most)).contains(most).doesNotContain("...");
        assertThat(refusedWith(most + "y")).contains(most + "...");
    }

    @Test
    void a_lost_response_keeps_its_cause() {
        assertThat(failure(hangUp())).isInstanceOf(ProviderFaultException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void an_unreadable_response_is_reported_with_its_expected_type() {
        assertThat(failure(html(200)))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageEndingWith(" is not readable as ProductListResponse");
    }

    /** The three ways in which HTTP/1.1 ends a body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n",
                "Content-Length: 7\r\n\r\n{\"a\":1}",
                "Connection: close\r\n\r\n{\"a\":1}"
            })
    void a_body_is_the_same_however_it_ends(String rest) {
        GeneratedClient session = client("regfish", toWrites(raw("HTTP/1.1 200 OK\r\n" + rest)));
        ApiResponse answer = session.spend(ORDER);

        Map<?, ?> map = answer.as(Map.class);
        assertThat(map).isEqualTo(Map.of("a", 1));
        assertThat(answer).hasToString("ApiResponse[200, 7 bytes]");
    }

    @Test
    void a_response_is_decoded_once_for_each_type() {
        GeneratedClient session = client("regfish", toWrites(json(200, "{\"a\":1}", "X-One: 1")));
        ApiResponse answer = session.spend(ORDER);

        JsonNode json = answer.as(JsonNode.class);
        assertThat(json.path("a").asInt()).isEqualTo(1);
        assertThat(answer.as(JsonNode.class)).isSameAs(json);
        Map<?, ?> map = answer.as(Map.class);
        assertThat(map).isEqualTo(Map.of("a", 1));
        assertThat(Json.tryDecode(answer, String.class)).isEmpty();
        assertThat(answer.header("x-one")).contains("1");
        assertThat(answer.header("x-two")).isEmpty();
        assertThat(answer).hasToString("ApiResponse[200, 7 bytes]");
    }

    @Test
    void a_change_is_confirmed_without_a_body_and_with_one_it_is_read() {
        ProxyStep empty = json(200, "");
        ProxyStep record = json(200, "{\"success\":true,\"response\":{\"id\":7}}");
        RegfishClient regfish = open(RegfishClient.connect(
                GeneratedClient.KEY,
                open(FaultProxy.scripted(request -> request.method().equals("DELETE") ? empty : record))
                        .options()));
        assertThat(regfish.records().deleteRecord(7L)).isNull();
        assertThat(regfish.records()
                        .createRecord(new DnsRecordRequest().type("TXT"))
                        .getResponse()
                        .getId())
                .isEqualTo(7);
    }

    @Test
    void the_meaning_of_a_refusal_depends_on_the_order_that_was_sent() {
        GeneratedClient session = client("regfish", toWrites(json(409, NO)));
        assertThatThrownBy(() -> session.spend(ORDER)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> session.spend(ORDER.sending("renewal"))).isInstanceOf(OutcomeUnknownException.class);
    }

    private static String refusedWith(String message) {
        return failure(json(404, NO.replace("\"no\"", "\"" + message + "\""))).getMessage();
    }

    private static ResellerException failure(ProxyStep act) {
        try (FaultProxy server = FaultProxy.always(act);
                GeneratedClient session = GeneratedClient.open("regfish", server)) {
            return catchThrowableOfType(ResellerException.class, session::read);
        }
    }
}
