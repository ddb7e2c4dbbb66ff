package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.model.CertificateCreateRequest;
import dev.certbridge.regfish.RegfishClient;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters, headers and default methods of an interface, as they arrive in a request. */
class RequestTest extends WireTest {

    private static final JsonArraySource<String> ROWS =
            new JsonArraySource<>(String.class, "response", "success", 1000);

    interface Shops {
        @Headers({"X-Shop: {shop}", "Accept: text/plain", "Host: elsewhere.invalid", "Content-Length: 9"})
        @RequestLine("GET /shops")
        ApiResponse shops(@Param("shop") String value);

        /** A default method, which is no operation. */
        default ApiResponse first() {
            return shops("first");
        }
    }

    @Test
    void its_headers_are_sent_but_those_that_are_the_transports_own() {
        FaultProxy server = always(json(200, "{}"));
        Transport transport = transport(server);
        transport.api(Shops.class).shops("4711");
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.header("X-Shop")).contains("4711");
            assertThat(request.header("Accept")).contains("text/plain");
            assertThat(request.linesWith("Host: ")).containsExactly("Host: 127.0.0.1:" + server.port());
            assertThat(request.header("Content-Length")).isEmpty();
        });
    }

    @Test
    void a_header_with_a_line_break_is_refused_by_name_and_nothing_is_sent() {
        FaultProxy server = always(json(200, "{}"));
        Transport transport = transport(server);
        for (String value : List.of("a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\rb", "\nX-Evil: 1", "\rb")) {
            assertThatThrownBy(() -> transport.api(Shops.class).shops(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the value of header X-Shop contains a line break");
        }
        assertThat(server.began()).isZero();
    }

    @Test
    void a_method_that_is_not_an_operation_is_called_and_cannot_be_streamed() {
        FaultProxy server = always(json(200, "{}"));
        Transport transport = transport(server);
        assertThat(transport.api(Shops.class).first().status()).isEqualTo(200);
        assertThatThrownBy(() -> transport.stream(Shops.class, Shops::first, ROWS, row -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("first is not an operation");
        assertThat(server.began()).isEqualTo(1);
    }

    @Test
    void a_client_is_equal_to_itself_alone() {
        FaultProxy server = always(json(200, "{}"));
        Transport one = transport(server);
        Transport other = transport(server);
        Shops shops = one.api(Shops.class);
        assertThat(shops).isEqualTo(shops).isEqualTo(one.api(Shops.class)).isNotEqualTo(other.api(Shops.class));
        assertThat(shops).hasSameHashCodeAs(shops).hasToString("Shops");
    }

    @Test
    void the_clock_of_the_reseller_is_the_last_date_header() {
        List<String> dates = List.of(
                "X-None: 1",
                "Date: Sun, 22 Nov 2026 10:00:00 GMT",
                "Date: Sun, 22 Nov 2026 10:00:07 GMT",
                "Date: yesterday",
                "X-None: 1");
        AtomicInteger count = new AtomicInteger();
        Transport transport = open(transport(
                open(FaultProxy.scripted(request -> json(200, "{}", dates.get(count.getAndIncrement()))))));
        Shops shops = transport.api(Shops.class);
        assertThat(transport.lastServerTime()).isEmpty();
        shops.first();
        assertThat(transport.lastServerTime()).isEmpty();
        shops.first();
        assertThat(transport.lastServerTime()).contains(Instant.parse("2026-11-22T10:00:00Z"));
        for (int i = 0; i < 3; i++) {
            shops.first();
            assertThat(transport.lastServerTime()).contains(Instant.parse("2026-11-22T10:00:07Z"));
        }
    }

    private final FaultProxy server = FaultProxy.always(ProxyStep.json(200, "{}"));
    private final RegfishClient regfish = RegfishClient.connect(GeneratedClient.KEY, server.options());
    private final RealtimeClient realtime = RealtimeClient.connect(GeneratedClient.KEY, server.options());

    @AfterEach
    void close() {
        regfish.close();
        realtime.close();
        server.close();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {".", ".."})
    void an_empty_or_relative_path_parameter_is_refused_in_one_line(String value) {
        assertThatThrownBy(() -> regfish.certificates().getCertificate(value))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1);
        assertThatThrownBy(() -> regfish.certificates().downloadCertificate("ABC", value))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1);
        assertThat(server.began()).isZero();
    }

    @Test
    void a_body_that_the_contract_lets_out_may_be_missing_and_no_other() {
        realtime.processes().resendProcess(4711L, null);
        assertThat(server.requests("POST")).singleElement().satisfies(sent -> {
            assertThat(sent.target()).isEqualTo("/v2/processes/4711/resend");
            assertThat(sent.body()).isEmpty();
        });
        realtime.certificates().revokeCertificate(8L, null, SpendPermit.once());
        assertThat(server.began()).isEqualTo(2);

        assertThatThrownBy(() -> realtime.validation().decodeCsr(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("decodeCsr");
        assertThat(server.began()).isEqualTo(2);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {".", ".."})
    @SuppressWarnings("deprecation")
    void a_spend_with_such_a_parameter_is_refused_and_its_permit_not_consumed(String value) {
        SpendPermit spend = SpendPermit.once();
        CertificateCreateRequest order = new CertificateCreateRequest();
        assertThatThrownBy(() -> realtime.certificates().createCertificate(value, order, null, spend))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1);
        assertThat(server.began()).isZero();

        realtime.certificates().createCertificate("acme", order, null, spend);
        assertThat(server.began()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "a/b, a%2Fb",
                "../x, ..%2Fx",
                "..., ...",
                "%41, %2541",
                "%2e%2e, %252e%252e",
                "a b, a%20b",
                "`a+b,c`, a%2Bb%2Cc",
                "ü, %C3%BC",
                "日本, %E6%97%A5%E6%9C%AC",
                "🔑, %F0%9F%94%91",
                "?#;, %3F%23%3B",
                "{x}, %7Bx%7D",
                "a\\b, a%5Cb",
                "a:b@c, a%3Ab%40c",
                "-._~, -._~",
            })
    void a_path_parameter_arrives_as_exactly_one_segment(String value, String encoded) {
        regfish.certificates().getCertificate(value);
        assertThat(server.requests().get(0).target()).isEqualTo("/tls/certificate/" + encoded);
    }

    @Test
    void a_line_break_in_a_parameter_stays_inside_it() {
        regfish.certificates().getCertificate("a\r\nX-Evil: 1");
        assertThat(server.requests().get(0).target()).isEqualTo("/tls/certificate/a%0D%0AX-Evil%3A%201");
        assertThat(server.requests().get(0).header("X-Evil")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "%41", "%ab%", "100%", "a b", "a+b", "a&b=c", "ü日本🔑", "?#;", "{x}", "", "a,b", "\r\n"})
    void a_query_value_arrives_as_it_was_given(String value) {
        realtime.processes().listProcesses(null, null, null, null, value, null, null, Map.of());
        assertThat(query()).containsExactly(Map.entry("q", List.of(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "%41", "%ab%", "%25", "a b", "a+b", "a&b=c", "ü日本🔑", "?#;", "{x}", "a,b"})
    void a_filter_arrives_as_it_was_given(String value) {
        realtime.processes()
                .listProcesses(
                        null, null, null, null, null, null, null, Map.of("process:eq", value, "id:" + value, "1"));
        assertThat(query())
                .containsOnly(Map.entry("process:eq", List.of(value)), Map.entry("id:" + value, List.of("1")));
    }

    @Test
    void a_list_arrives_as_one_parameter_per_entry() {
        realtime.processes().listProcesses(5, 0, List.of("-id", "status"), true, null, null, null, Map.of());
        assertThat(query())
                .containsOnly(
                        Map.entry("limit", List.of("5")),
                        Map.entry("offset", List.of("0")),
                        Map.entry("order", List.of("-id", "status")),
                        Map.entry("total", List.of("true")));
    }

    @Test
    void a_parameter_that_is_not_set_is_absent() {
        realtime.processes().listProcesses(null, null, null, null, null, null, null, Map.of());
        realtime.processes().listProcesses(null, null, null, null, null, null, null, null);
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsOnly("/v2/processes");
    }

    @Test
    void a_filter_without_a_value_is_refused_by_name() {
        Map<String, String> filters = new HashMap<>();
        filters.put("process:eq", null);
        assertThatThrownBy(() -> realtime.processes().listProcesses(null, null, null, null, null, null, null, filters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the filter process:eq has no value");
        assertThat(server.began()).isZero();
    }

    /** The query of the one request, split as a server splits it. */
    private Map<String, List<String>> query() {
        assertThat(server.requests()).hasSize(1);
        URI target = URI.create(server.requests().get(0).target());
        Map<String, List<String>> query = new HashMap<>();
        Arrays.stream(target.getRawQuery().split("&")).forEach(pair -> {
            String[] sides = pair.split("=", 2);
            query.merge(decoded(sides[0]), List.of(sides.length == 1 ? "" : decoded(sides[1])), RequestTest::joined);
        });
        return query;
    }

    private static List<String> joined(List<String> a, List<String> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }

    private static String decoded(String text) {
        return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
