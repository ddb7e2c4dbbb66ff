package dev.certbridge.spring;

import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.book.OrderBook;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Configures an {@link OrderBook}, and one {@link dev.certbridge.reseller.CertificateReseller} for each reseller that
 * has an API key in {@code certbridge.<reseller>.api-key}. The bean of a reseller has the name of the reseller.
 */
@AutoConfiguration(
        afterName = {
            // Boot 3.5, then Boot 4.
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@EnableConfigurationProperties(OrderBookProperties.class)
public class CertbridgeAutoConfiguration {

    /**
     * Opens the order book that the properties {@code certbridge.book} describe, unless the application defines an
     * order book.
     */
    @Bean
    @ConditionalOnMissingBean
    OrderBook orderBook(OrderBookProperties properties, ObjectProvider<DataSource> dataSources) {
        return properties.open(dataSources);
    }

    @Bean
    static ResellerBeans resellerBeans(Environment environment) {
        return new ResellerBeans(environment);
    }

    /** The health indicator for Spring Boot 3.5. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    static class Boot3Health {

        @Bean
        @ConditionalOnMissingBean(name = "orderBookHealthIndicator")
        org.springframework.boot.actuate.health.HealthIndicator orderBookHealthIndicator(OrderBook book) {
            return () -> {
                OrderBookHealth health = OrderBookHealth.of(book);
                return org.springframework.boot.actuate.health.Health.status(health.status())
                        .withDetails(health.details())
                        .build();
            };
        }
    }

    /** The health indicator for Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    static class Boot4Health {

        @Bean
        @ConditionalOnMissingBean(name = "orderBookHealthIndicator")
        org.springframework.boot.health.contributor.HealthIndicator orderBookHealthIndicator(OrderBook book) {
            return () -> {
                OrderBookHealth health = OrderBookHealth.of(book);
                return org.springframework.boot.health.contributor.Health.status(health.status())
                        .withDetails(health.details())
                        .build();
            };
        }
    }

    /** Observes every call to a reseller, if the application has an observation registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class Observations {

        @Bean
        @ConditionalOnBean(ObservationRegistry.class)
        CallListener certbridgeObservations(ObservationRegistry registry) {
            return new dev.certbridge.client.observe.ObservedCalls(registry);
        }
    }

    /** Adds the metrics of the order book to each meter registry of the application. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Metrics {

        @Bean
        MeterBinder certbridgeBookMetrics(OrderBook book) {
            return registry -> {
                Gauge.builder(
                                "certbridge.book.unresolved",
                                book,
                                one -> one.unresolved().size())
                        .description("Attempts in the order book with an unknown outcome")
                        .register(registry);
                Gauge.builder(
                                "certbridge.book.halted",
                                book,
                                one -> one.halted().isPresent() ? 1 : 0)
                        .description("1 while the order book is halted and refuses every order, otherwise 0")
                        .register(registry);
            };
        }
    }
}
