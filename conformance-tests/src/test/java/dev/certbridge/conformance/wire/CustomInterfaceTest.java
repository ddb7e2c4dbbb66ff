package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.proxy.FaultProxy;
import feign.Headers;
import feign.Param;
import feign.RequestLine;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An interface that is not generated: headers, default methods and dates of responses. */
class CustomInterfaceTest extends WireTest {

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
}
