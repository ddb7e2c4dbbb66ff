package dev.certbridge.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

/** Wraps the classes that Boot 3 and Boot 4 have in different packages, so that the same tests run on both. */
final class BootVersion {

    private BootVersion() {}

    /** Returns Boot's configuration of the application's DataSource. */
    static Class<?> dataSourceAutoConfiguration() {
        return Stream.of("autoconfigure.jdbc", "jdbc.autoconfigure")
                .map(name -> "org.springframework.boot." + name + ".DataSourceAutoConfiguration")
                .filter(name -> ClassUtils.isPresent(name, null))
                .map(name -> ClassUtils.resolveClassName(name, null))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the details of the health of the order book, with its status under {@code status}. */
    static Map<String, Object> health(ApplicationContext context) {
        try {
            Object indicator = context.getBean("orderBookHealthIndicator");
            Class<?> type = indicator.getClass().getInterfaces()[0];
            Object health = type.getMethod("health").invoke(indicator);
            Map<String, Object> all = new TreeMap<>();
            ((Map<?, ?>) health.getClass().getMethod("getDetails").invoke(health))
                    .forEach((name, value) -> all.put(name.toString(), value));
            all.put(
                    "status",
                    health.getClass().getMethod("getStatus").invoke(health).toString());
            return all;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what Boot prints for a failed start, by the analyzers that are registered on the class path. */
    static FailureAnalysis analysis(Throwable failure) {
        List<FailureAnalyzer> registered = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, notCreated) -> {});
        FailureAnalysis analysis = registered.stream()
                .filter(CertbridgeFailureAnalyzer.class::isInstance)
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        assertThat(analysis).as(String.valueOf(failure)).isNotNull();
        return analysis;
    }
}
