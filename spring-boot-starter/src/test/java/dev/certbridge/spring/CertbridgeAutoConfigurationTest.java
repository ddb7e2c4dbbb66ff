package dev.certbridge.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CertbridgeAutoConfigurationTest {

    private static final Map<String, Object> WORKING = Map.of("halted", false, "unresolved", 0);
    private static final Map<String, Object> HALTED = Map.of("halted", true, "unresolved", 0, "reason", "price check");
    private static final Duration SHORT = Duration.ofMillis(10);

    @RegisterExtension
    static final StubExtension<RegfishStub> regfish = StubExtension.of(RegfishStub.class);

    @RegisterExtension
    static final StubExtension<RealtimeStub> realtime = StubExtension.of(RealtimeStub.class);

    @TempDir
    private Path folder;

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CertbridgeAutoConfiguration.class));

    @Test
    void these_tests_run_on_the_boot_that_the_build_names() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected-boot"));
    }

    @Test
    void each_reseller_with_a_key_is_a_bean_of_its_name() {
        atStubs().run(started -> {
            assertThat(started).hasNotFailed();
            assertThat(started.getBeansOfType(CertificateReseller.class)).containsOnlyKeys("regfish", "realtime");
            assertThat(started.getBean("realtime", CertificateReseller.class).name())
                    .isEqualTo("realtime");
        });
    }

    @Test
    void a_reseller_without_properties_is_no_bean() {
        context.withPropertyValues(book("in-memory=true"), "certbridge.regfish.api-key=k")
                .run(started -> assertThat(started.getBeansOfType(CertificateReseller.class))
                        .containsOnlyKeys("regfish"));
    }

    @Test
    void an_order_is_recorded_in_the_sqlite_book_of_the_properties() {
        atStubs().run(started -> {
            Order order = order(started.getBean("regfish", CertificateReseller.class));
            assertThat(started.getBean(OrderBook.class).attempts(Intent.of("shop-1")))
                    .hasSize(1);
            assertThat(order.id().provider()).isEqualTo("regfish");
        });
        // A second start finds the order and sends nothing.
        atStubs().run(started -> order(started.getBean("regfish", CertificateReseller.class)));
        assertThat(regfish.get().ledger().orders()).isEqualTo(1);
        assertThat(folder.resolve("orders.db")).exists();
    }

    @Test
    void an_order_book_of_the_application_is_used_instead() {
        OrderBook own = OrderBooks.inMemory();
        context.withBean(OrderBook.class, () -> own)
                .withPropertyValues("certbridge.regfish.api-key=k")
                .run(started -> assertThat(started.getBean(OrderBook.class)).isSameAs(own));
    }

    @Test
    void a_customizer_changes_the_options_of_each_reseller() {
        Set<String> customized = new java.util.TreeSet<>();
        atStubs()
                .withBean(ConnectOptionsCustomizer.class, () -> (name, options) -> {
                    customized.add(name);
                    options.polling(new Polling(SHORT, SHORT));
                })
                .run(started -> assertThat(customized).containsExactly("realtime", "regfish"));
    }

    @Test
    @Tag("boot-3")
    void health_of_boot_3_is_out_of_service_while_the_book_is_halted() {
        withoutHealthOf("org.springframework.boot.health").run(started -> {
            HealthIndicator indicator = started.getBean("orderBookHealthIndicator", HealthIndicator.class);
            assertThat(indicator.health())
                    .isEqualTo(Health.up().withDetails(WORKING).build());
            started.getBean(OrderBook.class).halt("price check");
            assertThat(indicator.health())
                    .isEqualTo(Health.outOfService().withDetails(HALTED).build());
        });
        assertThat(regfish.get().journal().received()).isZero();
    }

    @Test
    void health_of_boot_4_is_out_of_service_while_the_book_is_halted() {
        withoutHealthOf("org.springframework.boot.actuate.health").run(started -> {
            org.springframework.boot.health.contributor.HealthIndicator indicator = started.getBean(
                    "orderBookHealthIndicator", org.springframework.boot.health.contributor.HealthIndicator.class);
            assertThat(indicator.health())
                    .isEqualTo(org.springframework.boot.health.contributor.Health.up()
                            .withDetails(WORKING)
                            .build());
            started.getBean(OrderBook.class).halt("price check");
            assertThat(indicator.health())
                    .isEqualTo(org.springframework.boot.health.contributor.Health.outOfService()
                            .withDetails(HALTED)
                            .build());
        });
    }

    @Test
    void calls_are_measured_with_few_tags_and_without_the_key() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        atStubs()
                .withBean(ObservationRegistry.class, () -> observations)
                .run(started -> order(started.getBean("regfish", CertificateReseller.class)));
        assertThat(registry.get("certbridge.calls")
                        .tags(
                                "provider",
                                "regfish",
                                "operation",
                                "createCertificate",
                                "spend",
                                "true",
                                "quote",
                                "false",
                                "outcome",
                                "success")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters().stream()
                        .flatMap(meter -> meter.getId().getTags().stream())
                        .map(tag -> tag.getKey())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("provider", "operation", "spend", "quote", "outcome", "error");
        assertThat(registry.getMetersAsString()).doesNotContain(regfish.apiKey());
    }

    @Test
    void calls_are_not_observed_without_an_observation_registry() {
        atStubs().run(started -> {
            order(started.getBean("regfish", CertificateReseller.class));
            assertThat(started).doesNotHaveBean(CallListener.class);
        });
        atStubs()
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(started -> order(started.getBean("regfish", CertificateReseller.class)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certbridge.regfish.proxy=localhost:1 | certbridge.regfish.api-key is not set. | REGFISH_API_KEY",
                "certbridge.realtime.api-key=secret-1 | certbridge.realtime.customer is not set. | account that is charged",
                "certbridge.regfsh.api-key=secret-1 | certbridge.regfsh.api-key is set, but no reseller of this name | certbridge-client-regfsh",
                "certbridge.regfish.url=http://localhost:1 | certbridge.regfish.url is not a property of certbridge | certbridge.regfish.uri",
                "certbridge.regfish.polling.frist=1s | certbridge.regfish.polling.frist is not a property | certbridge.regfish.polling.first",
                "certbridge.version=1 | certbridge.version is not a property of certbridge | Remove the property"
            })
    void a_wrong_property_ends_the_start_with_one_description_and_one_action(
            String property, String description, String action) {
        context.withPropertyValues(book("in-memory=true"), property)
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure()))
                        .satisfies(analysis -> {
                            assertThat(analysis.getDescription())
                                    .contains(description)
                                    .doesNotContain("secret-1");
                            assertThat(analysis.getAction()).contains(action);
                        }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certbridge.book.schema=x | certbridge has no order book | spring.datasource.url",
                "certbridge.book.file=orders.db | certbridge.book.recovery-folder is not set | folder that survives",
                "certbridge.regfish.environment=ote | has no environment \"ote\" | live"
            })
    void a_missing_book_or_an_unknown_environment_ends_the_start(String property, String description, String action) {
        context.withPropertyValues("certbridge.regfish.api-key=secret-1", property)
                .withPropertyValues(property.contains("environment") ? book("in-memory=true") : "unused=1")
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure()))
                        .satisfies(analysis -> {
                            assertThat(analysis.getDescription())
                                    .contains(description)
                                    .doesNotContain("secret-1");
                            assertThat(analysis.getAction()).contains(action);
                        }));
    }

    private ApplicationContextRunner atStubs() {
        return context.withPropertyValues(
                book("file=" + folder.resolve("orders.db")),
                book("recovery-folder=" + folder),
                "certbridge.regfish.api-key=" + regfish.apiKey(),
                "certbridge.regfish.uri=" + regfish.uri(),
                "certbridge.realtime.api-key=" + realtime.apiKey(),
                "certbridge.realtime.customer=" + RealtimeStub.CUSTOMER,
                "certbridge.realtime.uri=" + realtime.uri());
    }

    private ApplicationContextRunner withoutHealthOf(String hidden) {
        return atStubs().withClassLoader(new FilteredClassLoader(hidden));
    }

    private static String book(String property) {
        return "certbridge.book." + property;
    }

    private static Order order(CertificateReseller reseller) {
        OrderRequest request = OrderRequest.builder("RapidSSL")
                .csr(KeyAndCsr.ecP256("www.example.com").csr())
                .validity(Validity.days(199))
                .build();
        return reseller.order(Intent.of("shop-1"), request, Spending.unquoted());
    }
}
