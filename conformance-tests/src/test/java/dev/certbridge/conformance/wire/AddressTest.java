package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a client may be pointed. */
class AddressTest {

    private static final List<Function<ConnectOptions, CertificateReseller>> CONNECTORS = List.of(
            options -> Regfish.connect(GeneratedClientSession.KEY, OrderBooks.inMemory(), options),
            options -> Realtime.connect(GeneratedClientSession.KEY, "acme", OrderBooks.inMemory(), options));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.regfish.com",
                "http://192.0.2.1",
                "http://0.0.0.0",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org",
                "http://[::2]",
                "HTTP://example.org",
                "ftp://localhost",
                "file:///etc/passwd",
                "//localhost",
                "localhost:80",
                "https://user:hunter2@example.org",
                "https://hunter2@example.org",
                "http://hunter2@127.0.0.1",
                "https://example.org?key=hunter2",
                "https://example.org/#hunter2",
                "https:///v2",
            })
    void an_address_that_would_leak_or_cannot_be_meant_is_refused_in_one_line(String address) {
        for (Function<ConnectOptions, CertificateReseller> connector : CONNECTORS) {
            Throwable refusal = catchThrowable(() -> connector.apply(
                    ConnectOptions.builder().uri(URI.create(address)).build()));
            assertThat(refusal).isInstanceOf(IllegalArgumentException.class);
            assertThat(refusal.getMessage()).hasLineCount(1).doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.regfish.com",
                "https://192.0.2.1:8443",
                "https://example.org/some/path/",
                "http://localhost:8080",
                "http://LOCALHOST",
                "http://127.0.0.1",
                "http://127.1.2.3:99",
                "http://[::1]:8080",
            })
    void https_and_this_machine_are_fine(String address) {
        for (Function<ConnectOptions, CertificateReseller> connector : CONNECTORS) {
            assertThatCode(() -> connector
                            .apply(ConnectOptions.builder()
                                    .uri(URI.create(address))
                                    .build())
                            .close())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void plain_http_through_a_proxy_elsewhere_is_refused_for_the_key_would_travel_in_the_clear() {
        InetSocketAddress elsewhere = InetSocketAddress.createUnresolved("proxy.example.org", 3128);
        for (Function<ConnectOptions, CertificateReseller> connector : CONNECTORS) {
            ConnectOptions options = ConnectOptions.builder()
                    .proxy(elsewhere)
                    .uri(URI.create("http://127.0.0.1:8080"))
                    .build();
            assertThat(catchThrowable(() -> connector.apply(options)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("plain http is for this machine only, and the proxy proxy.example.org is not on it");
        }
    }

    @Test
    void reads_and_orders_both_go_through_the_proxy() {
        try (RawServer proxy = RawServer.toWrites(ServerStep.json(200, "{}"));
                RawServer reseller = RawServer.always(ServerStep.drop())) {
            InetSocketAddress there = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
            SpendCall order = SpendCall.of("regfish", "createCertificate");
            try (GeneratedClientSession session = GeneratedClientSession.open(
                    "regfish", reseller.options().toBuilder().proxy(there).build())) {
                session.read();
                session.spend(order, SpendPermit.once());
            }
            assertThat(reseller.connections()).isZero();
            assertThat(proxy.requests())
                    .extracting(request -> request.method() + " " + request.target())
                    .containsExactly(
                            "GET " + reseller.uri() + "/tls/products", "POST " + reseller.uri() + "/tls/certificate");
        }
    }

    @Test
    void a_path_of_the_address_stands_before_every_operation() {
        try (RawServer server = RawServer.always(RawServer.EMPTY_LISTING)) {
            for (String address : List.of(server.uri() + "/a%20b", server.uri() + "/a%20b/")) {
                try (GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        server.options().toBuilder().uri(URI.create(address)).build())) {
                    session.read();
                }
            }
            assertThat(server.requests()).extracting(Received::target).containsOnly("/a%20b/tls/products");
        }
    }
}
