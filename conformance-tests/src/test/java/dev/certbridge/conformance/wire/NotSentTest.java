package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.TestThreads;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures before the first byte are distinguished from those after it. */
class NotSentTest extends WireTest {

    private static final Duration LIMIT = Duration.ofMillis(400);
    private static final URI NOWHERE = URI.create("https://reseller.invalid");

    private static final Map<SpendCall, CompletableFuture<Void>> STALLED = new HashMap<>();

    static List<SpendCall> spends() {
        return SpendCall.all();
    }

    /** Begins the cases that only wait for their deadline; they run beside the other tests. */
    @BeforeAll
    static void stall() {
        for (SpendCall call : spends()) {
            STALLED.put(call, TestThreads.run(() -> stalled(call)));
        }
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_refused_connection_sends_nothing(SpendCall call) throws IOException {
        refusedWithoutSending(
                call, at(URI.create("http://127.0.0.1:" + unusedAddress().getPort())));
    }

    @ParameterizedTest
    @MethodSource("spends")
    void an_unknown_host_sends_nothing(SpendCall call) {
        refusedWithoutSending(call, at(URI.create("https://no-such-host.invalid")));
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_proxy_that_does_not_listen_sends_nothing(SpendCall call) throws IOException {
        refusedWithoutSending(call, at(NOWHERE).proxy(unusedAddress()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 407, 429, 500, 502, 503})
    void a_proxy_that_refuses_the_tunnel_sends_nothing_and_learns_no_key(int status) {
        String body = "{\"success\":false,\"type\":\"ValidationError\"}";
        for (SpendCall call : spends()) {
            FaultProxy proxy = always(json(status, body, "Proxy-Authenticate: Basic realm=\"x\""));
            refusedWithoutSending(call, at(NOWHERE).proxy(proxy.address()));
            proxy.close();
            assertThat(proxy.requests("CONNECT"))
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.linesWith(GeneratedClient.KEY)).isEmpty());
            assertThat(proxy.began()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_server_that_speaks_no_TLS_sends_nothing(SpendCall call) {
        FaultProxy server = always(hangUp());
        refusedWithoutSending(call, at(URI.create("https://127.0.0.1:" + server.port())));
        server.close();
        assertThat(server.connections()).isPositive();
        assertThat(server.began()).isZero();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_TLS_handshake_that_stalls_ends_at_the_deadline_and_sends_nothing(SpendCall call) {
        assertThatCode(STALLED.get(call)::join).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_permit_that_was_consumed_sends_nothing(SpendCall call) {
        FaultProxy server = toWrites(json(200, "{}"));
        GeneratedClient session = client(call.reseller(), server);
        SpendPermit spend = SpendPermit.once();
        session.spend(call, spend);
        assertThatThrownBy(() -> session.spend(call, spend))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("used before");
        server.close();
        assertThat(server.began()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_listener_that_throws_just_before_the_first_byte_sends_nothing(SpendCall call) {
        FaultProxy server = toWrites(json(200, "{}"));
        GeneratedClient session = client(call.reseller(), server);
        SpendPermit spend = SpendPermit.once(new SpendPermit.Listener() {
            @Override
            public void beforeWrite() {
                throw new IllegalStateException("not any more");
            }
        });
        assertThatThrownBy(() -> session.spend(call, spend))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("not any more");
        assertThat(spend.written()).isFalse();
        server.close();
        assertThat(server.began()).isZero();
    }

    @ParameterizedTest
    @MethodSource("spends")
    void a_closed_client_sends_nothing(SpendCall call) {
        FaultProxy server = toWrites(json(200, "{}"));
        GeneratedClient session = client(call.reseller(), server);
        session.read();
        session.close();
        assertThatThrownBy(() -> session.spend(call)).isInstanceOf(NotSentException.class);
        assertThatThrownBy(session::read).isInstanceOf(NotSentException.class);
        server.close();
        assertThat(server.began()).isEqualTo(1);
    }

    @Test
    void a_missing_permit_is_refused_by_name_and_sends_nothing() {
        FaultProxy server = toWrites(json(200, "{}"));
        for (SpendCall call : spends()) {
            GeneratedClient session = client(call.reseller(), server);
            assertThatThrownBy(() -> session.spend(call, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(call.operation().getName() + ": spend is missing");
        }
        server.close();
        assertThat(server.began()).isZero();
    }

    private static void stalled(SpendCall call) {
        // Never accepts, so that the TLS handshake stalls: a FaultProxy accepts every connection.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            refusedWithoutSending(call, at(URI.create("https://127.0.0.1:" + silent.getLocalPort())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refusedWithoutSending(SpendCall call, ConnectOptions.Builder options) {
        SpendPermit spend = SpendPermit.once();
        try (GeneratedClient session = GeneratedClient.open(call.reseller(), options.build())) {
            assertThatThrownBy(() -> session.spend(call, spend))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageStartingWith(call.name() + ": nothing was sent: ");
        }
        assertThat(spend.written()).isFalse();
    }

    private static ConnectOptions.Builder at(URI uri) {
        return ConnectOptions.builder().uri(uri).timeLimits(LIMIT.multipliedBy(10), LIMIT, LIMIT);
    }

    /** Returns an address that nobody listens to, and that nobody else is given during the test. */
    private InetSocketAddress unusedAddress() throws IOException {
        Socket bound = open(new Socket());
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getLocalPort());
    }
}
