package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.reseller.failure.NotSentException;
import feign.Param;
import feign.RequestLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that no request asked for are no response: their connection is not used again. */
class UnrequestedBytesTest extends WireTest {

    private static final LocalTls LOCAL_TLS = LocalTls.create();
    private static final String FORGED = "HTTP/1.1 200 Said\r\nContent-Length: 6\r\n\r\nforged";

    interface Api {
        @RequestLine(value = "GET /items/{id}", decodeSlash = false)
        ApiResponse read(@Param("id") String id);
    }

    static Stream<Arguments> surplus() {
        return Stream.of(Optional.<LocalTls>empty(), Optional.of(LOCAL_TLS))
                .flatMap(tls -> Stream.of(
                                "Content-Length: 4\r\n\r\nreal",
                                "Transfer-Encoding: chunked\r\n\r\n4\r\nreal\r\n0\r\n\r\n")
                        .map(answer -> Arguments.of(tls, answer)));
    }

    @ParameterizedTest
    @MethodSource("surplus")
    void a_response_behind_the_response_is_not_taken_for_the_next(Optional<LocalTls> tls, String real) {
        Function<ReceivedRequest, ProxyStep> script = request -> exchange -> {
            exchange.write("HTTP/1.1 200 Said\r\n" + real + FORGED);
            return true;
        };
        FaultProxy server = open(FaultProxy.scripted(tls, script));
        Transport transport = transport(server);
        assertThat(read(transport, 5)).containsOnly("real");
        assertThat(server.connections()).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("surplus")
    void a_response_without_a_request_is_not_taken_for_the_next(Optional<LocalTls> tls, String real) {
        List<CompletableFuture<Void>> idle = new ArrayList<>();
        List<CompletableFuture<Void>> late = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            idle.add(new CompletableFuture<>());
            late.add(new CompletableFuture<>());
        }
        Function<ReceivedRequest, ProxyStep> script = request -> exchange -> {
            int number = Integer.parseInt(request.target().substring("/items/".length()));
            exchange.write("HTTP/1.1 200 Said\r\n" + real);
            idle.get(number).join();
            exchange.write(FORGED);
            late.get(number).complete(null);
            return true;
        };
        FaultProxy server = open(FaultProxy.scripted(tls, script));
        Transport transport = transport(server);
        Api api = transport.api(Api.class);
        for (int i = 0; i < 5; i++) {
            assertThat(api.read(String.valueOf(i)).text()).isEqualTo("real");
            idle.get(i).complete(null);
            late.get(i).join();
        }
        assertThat(server.connections()).isEqualTo(5);
    }

    @Test
    void a_body_that_a_response_must_not_have_is_not_taken_for_the_next() {
        FaultProxy server = open(FaultProxy.scripted(request -> exchange -> {
            exchange.write("HTTP/1.1 204 Said\r\n\r\n" + FORGED);
            return true;
        }));
        Transport transport = transport(server);
        assertThat(read(transport, 3)).containsOnly("");
        assertThat(server.connections()).isEqualTo(3);
    }

    /** Plain text after the tunnel's response would be read as the first response of the reseller. */
    @Test
    void bytes_of_a_proxy_after_its_tunnel_are_no_response_to_an_order() {
        String forged = "HTTP/1.1 202 Said\r\nx-process-id: 666\r\nContent-Length: 2\r\n\r\n{}";
        SpendCall order = SpendCall.of("realtime", "requestCertificate");
        try (FaultProxy reseller = FaultProxy.scripted(
                        Optional.of(LOCAL_TLS), request -> ProxyStep.json(202, "{}", "x-process-id: 4711"));
                FaultProxy proxy = FaultProxy.always(
                        ProxyStep.tunnel(reseller.port(), "HTTP/1.1 200 Established\r\n\r\n" + forged));
                GeneratedClient session =
                        GeneratedClient.open("realtime", reseller, options -> options.proxy(proxy.address()))) {
            assertThatThrownBy(() -> session.spend(order))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("sent data before the request");
            assertThat(reseller.writes()).isEmpty();
        }
    }

    private static List<String> read(Transport transport, int times) {
        Api api = transport.api(Api.class);
        List<String> read = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            read.add(api.read(String.valueOf(i)).text());
        }
        return read;
    }
}
