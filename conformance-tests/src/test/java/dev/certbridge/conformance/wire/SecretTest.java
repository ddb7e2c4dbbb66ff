package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.head;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.fixture.LogRecords;
import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.ProviderFaultException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key is sent in its header and appears nowhere else, whatever a listener does. */
class SecretTest extends WireTest {

    private static final String KEY = GeneratedClient.KEY;
    private static final String ERROR = """
            {"success":false,"type":"%2$s","message":"bad key %1$s","error":"key %1$s","property":"%1$s",
             "violations":[{"field":"%1$s","message":"not %1$s"}],
             "quote":{"currency":"EUR","total":1,"billables":[{"product":"%1$s","action":"%1$s","quantity":1}]}}""";

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "abc\r", "abc\n", "a\r\nX-Evil: 1", "schlüssel", "a\u0000b", "a\tb", "a\u007fb"})
    void a_key_that_cannot_travel_in_a_header_is_refused_in_one_line_that_does_not_show_it(String key) {
        for (Runnable connecting : List.<Runnable>of(
                () -> Regfish.connect(key, OrderBooks.inMemory()),
                () -> Realtime.connect(key, "acme", OrderBooks.inMemory()),
                () -> RegfishClient.connect(key, ConnectOptions.defaults()))) {
            Throwable refusal = catchThrowable(connecting::run);
            assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasNoCause();
            assertThat(refusal.getMessage()).hasLineCount(1).startsWith("the API key");
            if (!key.isBlank()) {
                assertThat(refusal.getMessage()).doesNotContain(key);
            }
        }
    }

    static Stream<Named<ProxyStep>> echoes() {
        Stream<Named<ProxyStep>> errors = Stream.of(
                        "BillableAcknowledgmentNeededException", "ValidationError", "ObjectExists", KEY)
                .flatMap(type -> Stream.of(400, 401, 403, 404, 409, 418, 429, 500)
                        .map(status -> Named.of(
                                status + " " + type, json(status, ERROR.formatted(KEY, type), "X-Echo: " + KEY))));
        Stream<Named<ProxyStep>> others = Stream.of(
                Named.of("request id", json(500, "{}", "X-Request-Id: " + KEY)),
                Named.of("request id on success", json(200, KEY, "X-Request-Id: " + KEY)),
                Named.of("reason", raw("HTTP/1.1 500 " + KEY + "\r\nContent-Length: 0\r\n\r\n")),
                Named.of("garbage", raw("You said " + KEY + "\r\n\r\n")),
                Named.of("garbage status", raw("HTTP/1.1 " + KEY + "\r\n\r\n")),
                Named.of("garbage header", raw("HTTP/1.1 200 OK\r\n" + KEY + "\r\n\r\n")),
                Named.of("content length", raw("HTTP/1.1 200 OK\r\nContent-Length: " + KEY + "\r\n\r\n")),
                Named.of("transfer encoding", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: " + KEY + "\r\n\r\n")),
                Named.of("chunk", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + KEY + "\r\n")),
                Named.of("content encoding", json(200, "{}", "Content-Encoding: " + KEY)),
                Named.of("body", json(200, KEY)),
                Named.of("truncated body", raw(head(200, 500) + KEY)));
        return Stream.concat(errors, others);
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void a_key_that_the_server_echoes_is_in_no_failure(ProxyStep echo) {
        FaultProxy server = always(echo);
        for (SpendCall call : SpendCall.all()) {
            try (GeneratedClient session = GeneratedClient.open(call.reseller(), server)) {
                shownWithoutKey(catchThrowable(() -> session.spend(call).as(Map.class)));
            }
        }
        for (String reseller : GeneratedClient.CLIENTS.keySet()) {
            try (GeneratedClient session = GeneratedClient.open(reseller, server.options())) {
                shownWithoutKey(catchThrowable(session::read));
            }
        }
    }

    @Test
    void no_object_with_a_key_prints_it() {
        FaultProxy server = FaultProxy.toWrites(json(200, "{}"));
        ConnectOptions options = server.options();
        SpendCall call = SpendCall.all().get(0);
        try (server;
                RegfishClient regfish = RegfishClient.connect(KEY, options);
                RealtimeClient realtime = RealtimeClient.connect(KEY, options);
                var regfishReseller = Regfish.connect(KEY, OrderBooks.inMemory(), options);
                var realtimeReseller = Realtime.connect(KEY, "acme", OrderBooks.inMemory(), options);
                GeneratedClient session = GeneratedClient.open(call.reseller(), options)) {
            SpendPermit spend = SpendPermit.once();
            assertThat(List.of(
                            regfish,
                            regfish.certificates(),
                            regfish.products(),
                            realtime,
                            realtime.certificates(),
                            realtime.processes(),
                            regfishReseller,
                            realtimeReseller,
                            session.spend(call, spend),
                            spend,
                            options))
                    .allSatisfy(holder -> assertThat(holder.toString()).doesNotContain(KEY));
        }
        assertThat(Credential.header("x-api-key", KEY)).hasToString("Credential[***]");
        assertThat(Credential.authorization("ApiKey", KEY)).hasToString("Credential[***]");
    }

    @Test
    void a_listener_receives_calls_without_the_key() {
        List<CallListener.Call> calls = new ArrayList<>();
        GeneratedClient session = client("realtime", toWrites(json(402, "{}")).options(it -> it.listener(calls::add)));
        SpendCall call = SpendCall.of("realtime", "requestCertificate");
        session.read();
        assertThatThrownBy(() -> session.spend(call)).isNotNull();
        assertThat(calls).extracting(CallListener.Call::spend).containsExactly(false, true);
        assertThat(calls.toString()).doesNotContain(KEY).contains("402");
    }

    @Test
    void the_key_is_in_its_header_and_nowhere_else() {
        FaultProxy server = toWrites(json(200, "{}"));
        for (SpendCall call : SpendCall.all()) {
            GeneratedClient session = client(call.reseller(), server);
            session.read();
            session.spend(call);
            String line = call.atRegfish() ? "x-api-key: " + KEY : "Authorization: ApiKey " + KEY;
            assertThat(server.requests()).allSatisfy(request -> {
                assertThat(request.linesWith(KEY)).containsExactly(line);
                assertThat(request.body()).doesNotContain(KEY);
            });
            server.clear();
        }
    }

    @Test
    void every_request_has_a_user_agent() {
        FaultProxy server = toWrites(json(200, "{}"));
        for (SpendCall call : SpendCall.all()) {
            GeneratedClient session = client(call.reseller(), server);
            session.read();
            session.spend(call);
        }
        String java = "java/" + Runtime.version().feature();
        assertThat(server.requests())
                .allSatisfy(request -> assertThat(request.header("User-Agent").orElseThrow())
                        .matches("certbridge/\\d+\\.\\d+\\.\\d+(-SNAPSHOT)? " + java));
    }

    private static void shownWithoutKey(Throwable failure) {
        assertThat(failure).isNotNull();
        StringWriter everything = new StringWriter();
        // The stack trace prints every cause and everything suppressed.
        failure.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString()).doesNotContain(KEY);
        assertThat(failure.getMessage()).hasLineCount(1).hasSizeLessThan(900);
    }

    private static final CallListener FAILED = call -> {
        throw new IllegalStateException("this listener quotes " + GeneratedClient.KEY);
    };

    @Test
    void a_call_is_reported_with_its_duration() {
        List<CallListener.Call> calls = new ArrayList<>();
        long start = System.nanoTime();
        client("regfish", always(FaultProxy.EMPTY_LISTING), options -> options.listener(calls::add))
                .read();
        Duration all = Duration.ofNanos(System.nanoTime() - start);
        assertThat(calls)
                .singleElement()
                .satisfies(call -> assertThat(call.took()).isPositive().isLessThan(all));
    }

    @Test
    void an_exception_of_a_listener_is_logged_without_its_message_and_changes_no_call() {
        try (LogRecords log = LogRecords.of("dev.certbridge.client.transport.HttpExchange")) {
            SpendCall order = SpendCall.of("regfish", "createCertificate");
            FaultProxy server = always(ProxyStep.json(200, "{\"success\":true,\"response\":[]}"));
            GeneratedClient session = client("regfish", server, options -> options.listener(FAILED));
            session.read();
            assertThat(session.spend(order).status()).isEqualTo(200);
            assertThat(server.began()).isEqualTo(2);
            GeneratedClient failing =
                    client("regfish", always(ProxyStep.json(503, "{}")), options -> options.listener(FAILED));
            assertThatThrownBy(failing::read).isInstanceOf(ProviderFaultException.class);
            assertThat(log.records())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.WARNING))
                    .extracting(LogRecord::getMessage)
                    .containsOnly("a call listener failed with java.lang.IllegalStateException");
        }
    }
}
