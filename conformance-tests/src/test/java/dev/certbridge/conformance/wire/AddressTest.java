package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.conformance.proxy.ReceivedRequest;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.realtime.Realtime;
import dev.certbridge.regfish.Regfish;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses and proxies that a client accepts. */
class AddressTest extends WireTest {

    private static final List<Function<ConnectOptions, CertificateReseller>> CONNECTORS = List.of(
            options -> Regfish.connect(GeneratedClient.KEY, OrderBooks.inMemory(), options),
            options -> Realtime.connect(GeneratedClient.KEY, "acme", OrderBooks.inMemory(), options));

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
    void an_address_that_leaks_the_key_or_is_malformed_is_refused_in_one_line(String address) {
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
    void https_and_loopback_addresses_are_accepted(String address) {
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
                    .hasMessage("plain http is allowed only on this machine, but the proxy proxy.example.org is on"
                            + " another machine");
        }
    }

    @Test
    void reads_and_orders_both_go_through_the_proxy() {
        FaultProxy proxy = toWrites(ProxyStep.json(200, "{}"));
        FaultProxy reseller = always(ProxyStep.hangUp());
        InetSocketAddress there = proxy.address();
        SpendCall order = SpendCall.of("regfish", "createCertificate");
        GeneratedClient session = client("regfish", reseller, options -> options.proxy(there));
        session.read();
        session.spend(order);
        assertThat(reseller.connections()).isZero();
        assertThat(proxy.requests())
                .extracting(request -> request.method() + " " + request.target())
                .containsExactly(
                        "GET " + reseller.uri() + "/tls/products", "POST " + reseller.uri() + "/tls/certificate");
    }

    @Test
    void the_path_of_the_address_precedes_every_operation() {
        FaultProxy server = always(FaultProxy.EMPTY_LISTING);
        for (String address : List.of(server.uri() + "/a%20b", server.uri() + "/a%20b/")) {
            GeneratedClient session = client("regfish", server.options(it -> it.uri(URI.create(address))));
            session.read();
        }
        assertThat(server.requests()).extracting(ReceivedRequest::target).containsOnly("/a%20b/tls/products");
    }

    private static final String PASSWORD = "obviously-fake-pässword";
    private static final PasswordAuthentication LOGIN = new PasswordAuthentication("me", PASSWORD.toCharArray());
    private static final String HEADER =
            "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(UTF_8));
    private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
    private static final SpendCall ORDER = SpendCall.of("regfish", "createCertificate");

    @Test
    void a_proxy_with_a_login_opens_the_tunnel_and_the_reseller_never_sees_the_login() {
        FaultProxy reseller = open(tls());
        FaultProxy proxy = always(ProxyStep.tunnel(reseller.port(), ESTABLISHED));
        try (GeneratedClient session =
                GeneratedClient.open("regfish", reseller, options -> options.proxy(proxy.address(), LOGIN))) {
            session.read();
            session.spend(ORDER);
        }
        assertThat(proxy.requests())
                .extracting(request -> String.join("\n", request.head()))
                .hasSize(2)
                .allSatisfy(head -> assertThat(head)
                        .startsWith("CONNECT " + LocalTls.HOST)
                        .contains(HEADER)
                        .doesNotContain(GeneratedClient.KEY));
        assertThat(reseller.requests())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.header("Proxy-Authorization")).isEmpty());
    }

    @Test
    void plain_http_on_this_machine_shows_the_login_to_the_proxy() {
        FaultProxy proxy = toWrites(json(200, "{}"));
        ConnectOptions options =
                proxy.options(it -> it.uri(URI.create("http://127.0.0.1:9")).proxy(proxy.address(), LOGIN));
        GeneratedClient session = client("regfish", options);
        session.spend(ORDER);
        assertThat(proxy.writes())
                .singleElement()
                .satisfies(request -> assertThat(request.linesWith("Basic ")).containsExactly(HEADER));
    }

    @Test
    void a_proxy_that_refuses_the_login_sends_nothing_twice_and_the_password_shows_nowhere() {
        FaultProxy proxy = always(json(407, "{}", "Proxy-Authenticate: Basic realm=\"" + PASSWORD + "\""));
        GeneratedClient session = client(
                "regfish",
                ConnectOptions.builder()
                        .uri(URI.create("https://reseller.invalid"))
                        .proxy(proxy.address(), LOGIN)
                        .build());
        Throwable refused = catchThrowable(() -> session.spend(ORDER));
        assertThat(refused)
                .isInstanceOf(NotSentException.class)
                .hasMessageEndingWith(
                        "the proxy refused the tunnel with 407. Check the user name and password for" + " the proxy")
                .hasStackTraceContaining("407");
        assertThat(refused.toString()).doesNotContain(PASSWORD, HEADER);
        proxy.close();
        assertThat(proxy.requests("CONNECT")).hasSize(1);
    }

    @Test
    void options_with_a_login_do_not_print_it() {
        ConnectOptions options = ConnectOptions.builder()
                .proxy(new InetSocketAddress("127.0.0.1", 1), LOGIN)
                .build();
        assertThat(options.toString() + options.proxyLogin()).doesNotContain(PASSWORD);
        assertThat(options.toBuilder()
                        .proxy(new InetSocketAddress("127.0.0.1", 2))
                        .build()
                        .proxyLogin())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a\r\nX-Evil: 1", "a\u0000"})
    void a_login_that_cannot_be_sent_is_refused_without_showing_it(String user) {
        for (PasswordAuthentication login : List.of(
                new PasswordAuthentication(user, PASSWORD.toCharArray()),
                new PasswordAuthentication("me", (PASSWORD + "\n").toCharArray()))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ConnectOptions.builder()
                            .proxy(new InetSocketAddress("127.0.0.1", 1), login)
                            .build())
                    .withMessageNotContaining(PASSWORD)
                    .withMessageContaining("cannot be sent");
        }
    }

    @Test
    void a_host_that_is_listed_is_reached_without_the_proxy() {
        FaultProxy proxy = always(hangUp());
        FaultProxy reseller = toWrites(json(200, "{}"));
        ConnectOptions options = reseller.options(it -> it.proxy(proxy.address()));
        try (GeneratedClient session = GeneratedClient.open(
                "regfish",
                options.toBuilder()
                        .directHosts(List.of("example.net", "127.0.0.1"))
                        .build())) {
            session.spend(ORDER);
        }
        assertThat(proxy.connections()).isZero();
        try (GeneratedClient session = GeneratedClient.open(
                "regfish",
                options.toBuilder().directHosts(List.of("example.net")).build())) {
            assertThatThrownBy(() -> session.spend(ORDER)).isNotNull();
        }
        assertThat(proxy.connections()).isPositive();
        assertThat(reseller.began()).isEqualTo(1);
    }

    @Test
    void a_listed_host_is_reached_in_plain_http_though_the_proxy_is_elsewhere() {
        InetSocketAddress elsewhere = InetSocketAddress.createUnresolved("proxy.example.org", 3128);
        FaultProxy reseller = toWrites(json(200, "{}"));
        GeneratedClient session =
                client("regfish", reseller.options(it -> it.proxy(elsewhere).directHosts(List.of("*"))));
        session.spend(ORDER);
        assertThat(reseller.began()).isEqualTo(1);
    }

    @Test
    void the_message_about_an_untrusted_server_contains_no_class_name() {
        GeneratedClient session = client(
                "regfish", ConnectOptions.builder().uri(open(tls()).uri()).build());
        assertThatThrownBy(() -> session.spend(ORDER))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining(
                        "nothing was sent: no TLS connection: this Java runtime does not trust the authority of the"
                                + " server's certificate")
                .hasMessageNotContainingAny("sun.", "java.", "Exception");
    }

    @Test
    void a_host_without_an_address_is_named() {
        GeneratedClient session = client(
                "regfish",
                ConnectOptions.builder()
                        .uri(URI.create("https://no-such-host.invalid"))
                        .build());
        assertThatThrownBy(() -> session.spend(ORDER))
                .isInstanceOf(NotSentException.class)
                .hasMessageEndingWith("nothing was sent: the host no-such-host.invalid cannot be resolved; check its"
                        + " name and the DNS of this machine, or set a proxy");
    }

    private static FaultProxy tls() {
        return FaultProxy.scripted(
                Optional.of(LocalTls.create()),
                request -> request.method().equals("GET") ? FaultProxy.EMPTY_LISTING : json(200, "{}"));
    }
}
