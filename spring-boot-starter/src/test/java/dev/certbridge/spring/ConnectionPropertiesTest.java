package dev.certbridge.spring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests that time limits and the proxy of the properties reach the connection of a reseller. */
class ConnectionPropertiesTest {

    @RegisterExtension
    static final StubExtension<RegfishStub> stub = StubExtension.of(RegfishStub.class);

    @Test
    void a_slow_response_ends_a_read_after_the_limit_of_the_properties() {
        stub.get().when("listCertificates").always().fault(WireFault.SLOW_FIRST_BYTE);
        application()
                .withPropertyValues("certbridge.regfish.uri=" + stub.uri(), "certbridge.regfish.read-timeout=400ms")
                .run(started -> assertThatThrownBy(() -> started.getBean(CertificateReseller.class)
                                .orders()
                                .list()
                                .toList())
                        .isInstanceOf(ProviderFaultException.class)
                        .hasMessageContaining("within 400 ms"));
    }

    @Test
    void a_slow_response_ends_an_order_after_the_limit_of_the_properties() {
        stub.get().when("createCertificate").fault(WireFault.SLOW_FIRST_BYTE);
        application()
                .withPropertyValues("certbridge.regfish.uri=" + stub.uri(), "certbridge.regfish.spend-timeout=1500ms")
                .run(started -> assertThatThrownBy(() -> order(started.getBean(CertificateReseller.class)))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessageContaining("within 1500 ms"));
    }

    @Test
    void every_limit_has_its_property() {
        BlockingQueue<ConnectOptions> seen = new LinkedBlockingQueue<>();
        application()
                .withBean(ConnectOptionsCustomizer.class, () -> (name, options) -> seen.add(options.build()))
                .withPropertyValues(
                        "certbridge.regfish.uri=" + stub.uri(),
                        "certbridge.regfish.connect-timeout=1s",
                        "certbridge.regfish.read-timeout=2s",
                        "certbridge.regfish.spend-timeout=3s")
                .run(started -> assertThat(started).hasNotFailed());
        ConnectOptions options = seen.remove();
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.readDeadline()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.spendDeadline()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void the_proxy_of_the_properties_is_asked_for_a_tunnel_to_the_reseller() throws IOException {
        try (RefusingProxy proxy = new RefusingProxy()) {
            application()
                    .withPropertyValues(
                            "certbridge.regfish.uri=https://regfish.invalid",
                            "certbridge.regfish.proxy=127.0.0.1:" + proxy.port())
                    .run(started -> assertThatThrownBy(() -> order(started.getBean(CertificateReseller.class)))
                            .hasMessageContaining("the proxy refused the tunnel with 403"));
            assertThat(proxy.requests)
                    .isNotEmpty()
                    .allMatch(line -> line.equals("CONNECT regfish.invalid:443 HTTP/1.1"));
        }
    }

    private static ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CertbridgeAutoConfiguration.class))
                .withPropertyValues("certbridge.book.in-memory=true", "certbridge.regfish.api-key=" + stub.apiKey());
    }

    private static void order(CertificateReseller reseller) {
        OrderRequest request = OrderRequest.builder("RapidSSL")
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .validity(Validity.days(199))
                .build();
        reseller.order(Intent.of("shop-1"), request, Spending.unquoted());
    }

    /** A proxy on the loopback interface that answers every request with 403. */
    private static final class RefusingProxy implements AutoCloseable {

        private static final byte[] REFUSAL =
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

        final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        RefusingProxy() throws IOException {
            Thread thread = new Thread(this::serve, "refusing-proxy");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listening.getLocalPort();
        }

        private void serve() {
            while (true) {
                try (Socket client = listening.accept()) {
                    BufferedReader head = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
                    requests.add(head.readLine());
                    while (!head.readLine().isEmpty()) {
                        continue;
                    }
                    client.getOutputStream().write(REFUSAL);
                } catch (IOException e) {
                    if (listening.isClosed()) {
                        return;
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
