package dev.certbridge.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.conformance.fixture.LocalTls;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.failure.NotSentException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that ask for a login, and hosts that are reached without one. */
class ProxyTest {

    private static final String PASSWORD = "obviously-fake-pässword";
    private static final PasswordAuthentication LOGIN = new PasswordAuthentication("me", PASSWORD.toCharArray());
    private static final String HEADER =
            "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(("me:" + PASSWORD).getBytes(UTF_8));
    private static final SpendCall ORDER = SpendCall.of("regfish", "createCertificate");

    @Test
    void a_proxy_with_a_login_opens_the_tunnel_and_the_reseller_never_sees_the_login() {
        try (RawServer reseller = tls();
                TunnelProxy proxy = new TunnelProxy(reseller.uri())) {
            try (GeneratedClientSession session = GeneratedClientSession.open(
                    "regfish",
                    reseller.options().toBuilder().proxy(proxy.address(), LOGIN).build())) {
                session.read();
                session.spend(ORDER, SpendPermit.once());
            }
            assertThat(proxy.heads())
                    .hasSize(2)
                    .allSatisfy(head -> assertThat(head)
                            .startsWith("CONNECT " + LocalTls.HOST)
                            .contains(HEADER)
                            .doesNotContain(GeneratedClientSession.KEY));
            assertThat(reseller.requests())
                    .hasSize(2)
                    .allSatisfy(request ->
                            assertThat(request.header("Proxy-Authorization")).isEmpty());
        }
    }

    @Test
    void plain_http_on_this_machine_shows_the_login_to_the_proxy() {
        try (RawServer proxy = RawServer.toWrites(ServerStep.json(200, "{}"))) {
            ConnectOptions options = proxy.options().toBuilder()
                    .uri(URI.create("http://127.0.0.1:9"))
                    .proxy(at(proxy), LOGIN)
                    .build();
            try (GeneratedClientSession session = GeneratedClientSession.open("regfish", options)) {
                session.spend(ORDER, SpendPermit.once());
            }
            assertThat(proxy.writes())
                    .singleElement()
                    .satisfies(
                            request -> assertThat(request.linesWith("Basic ")).containsExactly(HEADER));
        }
    }

    @Test
    void a_proxy_that_refuses_the_login_sends_nothing_twice_and_the_password_shows_nowhere() {
        RawServer proxy =
                RawServer.always(ServerStep.json(407, "{}", "Proxy-Authenticate: Basic realm=\"" + PASSWORD + "\""));
        try (proxy;
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        ConnectOptions.builder()
                                .uri(URI.create("https://reseller.invalid"))
                                .proxy(at(proxy), LOGIN)
                                .build())) {
            Throwable refused = catchThrowable(() -> session.spend(ORDER, SpendPermit.once()));
            assertThat(refused)
                    .isInstanceOf(NotSentException.class)
                    .hasMessageEndingWith("the proxy refused the tunnel with 407; check the user name and password for"
                            + " the proxy")
                    .hasStackTraceContaining("407");
            assertThat(refused.toString()).doesNotContain(PASSWORD, HEADER);
        }
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
        try (RawServer proxy = RawServer.always(ServerStep.drop());
                RawServer reseller = RawServer.toWrites(ServerStep.json(200, "{}"))) {
            ConnectOptions options =
                    reseller.options().toBuilder().proxy(at(proxy)).build();
            try (GeneratedClientSession session = GeneratedClientSession.open(
                    "regfish",
                    options.toBuilder()
                            .directHosts(List.of("example.net", "127.0.0.1"))
                            .build())) {
                session.spend(ORDER, SpendPermit.once());
            }
            assertThat(proxy.connections()).isZero();
            try (GeneratedClientSession session = GeneratedClientSession.open(
                    "regfish",
                    options.toBuilder().directHosts(List.of("example.net")).build())) {
                assertThatThrownBy(() -> session.spend(ORDER, SpendPermit.once()))
                        .isNotNull();
            }
            assertThat(proxy.connections()).isPositive();
            assertThat(reseller.began()).isEqualTo(1);
        }
    }

    @Test
    void a_listed_host_is_reached_in_plain_http_though_the_proxy_is_elsewhere() {
        InetSocketAddress elsewhere = InetSocketAddress.createUnresolved("proxy.example.org", 3128);
        try (RawServer reseller = RawServer.toWrites(ServerStep.json(200, "{}"));
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish",
                        reseller.options().toBuilder()
                                .proxy(elsewhere)
                                .directHosts(List.of("*"))
                                .build())) {
            session.spend(ORDER, SpendPermit.once());
            assertThat(reseller.began()).isEqualTo(1);
        }
    }

    @Test
    void the_message_about_an_untrusted_server_holds_no_class_name() {
        try (RawServer reseller = tls();
                GeneratedClientSession session = GeneratedClientSession.open(
                        "regfish", ConnectOptions.builder().uri(reseller.uri()).build())) {
            assertThatThrownBy(() -> session.spend(ORDER, SpendPermit.once()))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining(
                            "nothing was sent: no TLS connection: this Java runtime does not trust the authority of the"
                                    + " server's certificate")
                    .hasMessageNotContainingAny("sun.", "java.", "Exception");
        }
    }

    @Test
    void a_host_without_an_address_is_named() {
        try (GeneratedClientSession session = GeneratedClientSession.open(
                "regfish",
                ConnectOptions.builder()
                        .uri(URI.create("https://no-such-host.invalid"))
                        .build())) {
            assertThatThrownBy(() -> session.spend(ORDER, SpendPermit.once()))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageEndingWith(
                            "nothing was sent: the host no-such-host.invalid cannot be resolved; check its"
                                    + " name and the DNS of this machine, or set a proxy");
        }
    }

    private static RawServer tls() {
        return RawServer.scripted(
                Optional.of(LocalTls.create()),
                request -> request.method().equals("GET") ? RawServer.EMPTY_LISTING : ServerStep.json(200, "{}"));
    }

    private static InetSocketAddress at(RawServer proxy) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
    }
}
