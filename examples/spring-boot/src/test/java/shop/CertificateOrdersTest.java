package shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.spring.ConnectOptionsCustomizer;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.regfish.RegfishStub;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hc.client5.http.classic.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class CertificateOrdersTest {

    @RegisterExtension
    static final StubExtension<RegfishStub> stub = StubExtension.of(RegfishStub.class).keptForTheClass();

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add("certbridge.book.file", () -> folder.resolve("orders.db"));
        properties.add("certbridge.book.recovery-folder", () -> folder);
        properties.add("certbridge.regfish.api-key", stub::apiKey);
        properties.add("certbridge.regfish.uri", stub::uri);
    }

    @TestConfiguration
    static class FastPolling {
        @Bean
        ConnectOptionsCustomizer fastPolling() {
            return (reseller, options) -> options.polling(new Polling(Duration.ofMillis(20), Duration.ofMillis(20)));
        }
    }

    @Autowired
    private CertificateOrders orders;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MeterRegistry meters;

    @Test
    void orders_waits_and_downloads_with_the_versions_of_this_boot() {
        KeyAndCsr key = KeyAndCsr.ecP256("www.example.com");
        Order order = orders.order("4711", key);
        assertThat(orders.order("4711", key).id()).isEqualTo(order.id());
        System.out.println("ordered " + order.id() + " on Spring Boot " + SpringBootVersion.getVersion()
                + " with HttpClient " + HttpClient.class.getPackage().getImplementationVersion());

        assertThat(orders.await(order).chain()).isNotEmpty();
        assertThat(stub.get().ledger().orders()).isEqualTo(1);
        assertThat(context.containsBean("orderBookHealthIndicator")).isTrue();
        assertThat(meters.get("certbridge.calls").tag("spend", "true").timer().count())
                .isEqualTo(1);
    }
}
