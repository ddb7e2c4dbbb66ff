package dev.certbridge.conformance.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.EOFException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A proxy adds nothing to what its upstream does. */
class UpstreamConnectionTest {

    private RegfishStub stub;
    private UpstreamConnection upstream;

    @BeforeEach
    void start() {
        // The header Date of two equal responses must be equal too.
        stub = RegfishStub.start(
                StubOptions.defaults().clock(Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC)));
        upstream = new UpstreamConnection(stub.uri().getPort());
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
        stub.close();
    }

    @Test
    void responses_are_those_of_the_stub() throws Exception {
        ProxiedResponse missing = upstream.forward(get("/tls/certificate/nothing"));
        ProxiedResponse products = upstream.forward(get("/tls/products"));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(products.status()).isEqualTo(200);
        assertThat(upstream.forward(get("/tls/certificate/nothing")))
                .usingRecursiveComparison()
                .isEqualTo(missing);
        assertThat(upstream.forward(get("/tls/products")).body()).isEqualTo(products.body());
        assertThat(new String(products.body())).startsWith("{").endsWith("}").contains("\"sku\"");
        assertThat(stub.journal().received()).isEqualTo(4);
    }

    @Test
    @Timeout(10)
    void a_response_without_a_body_is_not_waited_for() throws Exception {
        stub.answer("listProducts", CannedFailure.status(204));

        assertThat(upstream.forward(get("/tls/products")).status()).isEqualTo(204);
        assertThat(upstream.forward(get("/tls/products")).status()).isEqualTo(200);
    }

    @Test
    void a_response_that_breaks_off_is_passed_on_as_far_as_it_came() throws Exception {
        stub.answer("listProducts", CannedFailure.malformed());

        ProxiedResponse broken = upstream.forward(get("/tls/products"));

        assertThat(broken.status()).isEqualTo(200);
        assertThat(broken.body()).isNotEmpty();
        assertThat(upstream.forward(get("/tls/products")).status()).isEqualTo(200);
        assertThat(stub.journal().received()).isEqualTo(2);
    }

    @Test
    void a_missing_response_is_an_error_and_nothing_is_sent_again() throws Exception {
        assertThat(upstream.forward(get("/tls/products")).status()).isEqualTo(200);
        stub.answer("listProducts", CannedFailure.drop());

        assertThatThrownBy(() -> upstream.forward(get("/tls/products"))).isInstanceOf(EOFException.class);

        assertThat(stub.journal().received()).isEqualTo(2);
        assertThat(upstream.forward(get("/tls/products")).status()).isEqualTo(200);
    }

    @Test
    void one_connection_carries_one_request_after_the_other() throws Exception {
        ProxyStep keepsAlive = ProxyStep.json(200, "{}", "Connection: keep-alive");
        try (FaultProxy server = FaultProxy.always(keepsAlive);
                UpstreamConnection one = new UpstreamConnection(server.port())) {
            assertThat(one.forward(get("/a")).status()).isEqualTo(200);
            assertThat(one.forward(get("/b")).status()).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private ReceivedRequest get(String path) {
        return new ReceivedRequest(
                1, List.of("GET " + path + " HTTP/1.1", "Host: 127.0.0.1", "x-api-key: " + stub.apiKey()), new byte[0]);
    }
}
