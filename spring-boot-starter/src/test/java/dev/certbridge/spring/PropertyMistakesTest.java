package dev.certbridge.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;

/** Properties that are missing, contradict each other or refer to nothing, and what a correct start shows. */
class PropertyMistakesTest {

    @TempDir
    private Path folder;

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CertbridgeAutoConfiguration.class));

    private final ApplicationContextRunner inMemory = context.withPropertyValues("certbridge.book.in-memory=true");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regfish | api-key=${NO_SUCH_KEY} | certbridge.regfish.api-key refers to NO_SUCH_KEY, which is not set.",
                "realtime | customer=${NO_SUCH_CUSTOMER} | customer refers to NO_SUCH_CUSTOMER, which is not set.",
                "realtime | uri=http://localhost:1,ote=true,customer=shop | uri and certbridge.realtime.ote are both set",
                "realtime | environment=live,ote=true,customer=shop | environment and certbridge.realtime.ote are both",
                "realtime | account=one,customer=other | account and certbridge.realtime.customer are both set",
                "realtime | uri=http://localhost:1 | certbridge.realtime.customer is not set.",
                "regfish | customer=shop | certbridge.regfish.customer is set, but regfish charges the account of the",
                "regfish | polling.longest=1s | polling.longest is set without polling.first"
            })
    void a_contradiction_ends_the_start_with_one_description(String reseller, String properties, String description) {
        String prefix = "certbridge." + reseller + ".";
        inMemory.withPropertyValues(prefix + "api-key=secret-1")
                .withPropertyValues((prefix + properties.replace(",", "\n" + prefix)).split("\n"))
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure())
                                .getDescription())
                        .contains(description)
                        .doesNotContain("secret-1")
                        .doesNotContain("\n"));
    }

    @Test
    void a_system_property_of_another_program_is_ignored_and_a_misspelt_one_is_not() {
        inMemory.withPropertyValues("certbridge.regfish.api-key=key")
                .withSystemProperties("certbridge.version=1")
                .run(started -> assertThat(started).hasNotFailed());
        inMemory.withPropertyValues("certbridge.regfish.api-key=key")
                .withSystemProperties("certbridge.regfish.url=http://localhost:1")
                .run(started ->
                        assertThat(description(started)).startsWith("certbridge.regfish.url is not a property"));
        inMemory.withPropertyValues("certbridge.regfish.api-key=key")
                .withSystemProperties("certbridge.regfsh.uri=http://localhost:1")
                .run(started -> assertThat(description(started)).startsWith("certbridge.regfsh.uri is not a property"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"regfish.uri=", "regfish.uri=${NO_SUCH:}", "book.file=", "book.schema=", "regfish.environment= "
            })
    void an_empty_value_ends_the_start_because_it_would_count_as_not_set(String property) {
        context.withPropertyValues("certbridge.regfish.api-key=key", "certbridge." + property)
                .run(started -> assertThat(description(started))
                        .isEqualTo("certbridge." + property.substring(0, property.indexOf('=')) + " is empty."));
    }

    @Test
    void a_dot_in_place_of_a_dash_is_not_the_name_of_a_property() {
        inMemory.withPropertyValues("certbridge.regfish.api-key=key", "certbridge.regfish.connect.timeout=1s")
                .run(started -> assertThat(description(started)).contains("connect.timeout is not a property"));
    }

    private static String description(AssertableApplicationContext started) {
        return BootVersion.analysis(started.getStartupFailure()).getDescription();
    }

    @Test
    void a_value_can_be_a_path_instead_of_text() {
        Map<String, Object> values = Map.of(
                "certbridge.regfish.api-key",
                "key",
                "certbridge.book.file",
                folder.resolve("a.db"),
                "certbridge.book.recovery-folder",
                folder);
        context.withInitializer(started ->
                        started.getEnvironment().getPropertySources().addFirst(new MapPropertySource("paths", values)))
                .run(started -> assertThat(started).hasNotFailed());
    }

    @Test
    void a_start_logs_address_account_and_book_without_the_key() {
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ResellerBeans.class.getName());
        logger.addHandler(handler);
        try {
            inMemory.withPropertyValues(
                            "certbridge.realtime.api-key=secret-1",
                            "certbridge.realtime.customer=shop",
                            "certbridge.realtime.ote=true")
                    .run(started -> assertThat(started.getBean(CertificateReseller.class))
                            .hasToString("realtime ote, account shop"));
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines).containsExactly("realtime: ote, account shop, order book in memory");
    }

    @Test
    void polling_of_the_properties_reaches_the_connection() {
        List<Polling> seen = new ArrayList<>();
        inMemory.withBean(
                        ConnectOptionsCustomizer.class,
                        () -> (name, options) ->
                                seen.add(options.build().polling().orElseThrow()))
                .withPropertyValues(
                        "certbridge.regfish.api-key=secret-1",
                        "certbridge.regfish.polling.first=50ms",
                        "certbridge.regfish.polling.longest=2s")
                .run(started -> assertThat(started).hasNotFailed());
        assertThat(seen).containsExactly(new Polling(Duration.ofMillis(50), Duration.ofSeconds(2)));
    }

    @Test
    void a_customizer_that_sets_what_has_a_property_ends_the_start_because_its_value_would_be_ignored() {
        Map<String, ConnectOptionsCustomizer> customizers = Map.of(
                "uri", (name, options) -> options.uri(URI.create("http://localhost:1")),
                "account", (name, options) -> options.account("other"));
        customizers.forEach((property, customizer) -> inMemory.withBean(
                        ConnectOptionsCustomizer.class, () -> customizer)
                .withPropertyValues("certbridge.regfish.api-key=secret-1", "certbridge.regfish.account=shop")
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure()))
                        .satisfies(analysis -> {
                            assertThat(analysis.getDescription())
                                    .isEqualTo("A ConnectOptionsCustomizer sets the " + property
                                            + " of regfish, which would be ignored.");
                            assertThat(analysis.getAction())
                                    .isEqualTo("Set certbridge.regfish." + property + " instead.");
                        })));
    }

    @Test
    void a_customizer_may_set_the_account_of_the_properties() {
        inMemory.withBean(ConnectOptionsCustomizer.class, () -> (name, options) -> options.account("shop"))
                .withPropertyValues("certbridge.regfish.api-key=secret-1", "certbridge.regfish.account=shop")
                .run(started -> assertThat(started).hasNotFailed());
    }

    @Test
    void a_customizer_sees_the_address_of_the_properties() {
        List<URI> seen = new ArrayList<>();
        inMemory.withBean(
                        ConnectOptionsCustomizer.class,
                        () -> (name, options) -> seen.add(options.build().uri().orElseThrow()))
                .withPropertyValues("certbridge.regfish.api-key=secret-1", "certbridge.regfish.uri=http://localhost:1")
                .run(started -> assertThat(started).hasNotFailed());
        assertThat(seen).containsExactly(URI.create("http://localhost:1"));
    }

    @ParameterizedTest
    @CsvSource({"in-memory=true, file=orders.db", "in-memory=true, schema=orders", "file=orders.db, schema=orders"})
    void two_places_for_the_order_book_end_the_start(String one, String other) {
        context.withPropertyValues(
                        "certbridge.book." + one.replace("orders.db", folder + "/orders.db"),
                        "certbridge.book." + other.replace("orders.db", folder + "/orders.db"),
                        "certbridge.book.recovery-folder=" + folder)
                .run(started -> assertThat(description(started))
                        .isEqualTo(
                                "certbridge.book has both " + one.split("=")[0] + " and " + other.split("=")[0] + "."));
    }

    @ParameterizedTest
    @CsvSource({"missing/orders.db, ., file", "orders.db, missing, recovery-folder"})
    void a_missing_folder_ends_the_start_and_is_not_created(String file, String recovery, String property) {
        context.withPropertyValues(
                        "certbridge.book.file=" + folder.resolve(file),
                        "certbridge.book.recovery-folder=" + folder.resolve(recovery))
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure())
                                .getDescription())
                        .isEqualTo("certbridge.book." + property + ": the folder " + folder.resolve("missing")
                                + " does not exist."));
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void health_is_down_with_one_line_after_the_file_of_the_book_was_moved() {
        context.withPropertyValues(
                        "certbridge.book.file=" + folder.resolve("orders.db"),
                        "certbridge.book.recovery-folder=" + folder)
                .run(started -> {
                    move(folder.resolve("orders.db"), folder.resolve("moved.db"));
                    assertThat(BootVersion.health(started))
                            .containsEntry("status", "DOWN")
                            .hasEntrySatisfying(
                                    "error",
                                    error -> assertThat(error.toString()).doesNotContain("\n"));
                });
    }

    @Test
    void gauges_show_if_the_book_is_halted_and_what_is_unresolved() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OrderBook book = OrderBooks.inMemory();
        context.withBean(OrderBook.class, () -> book).run(started -> {
            started.getBean(MeterBinder.class).bindTo(registry);
            assertThat(registry.get("certbridge.book.halted").gauge().value()).isZero();
            book.halt("price check");
            assertThat(registry.get("certbridge.book.halted").gauge().value()).isEqualTo(1);
            assertThat(registry.get("certbridge.book.unresolved").gauge().value())
                    .isZero();
        });
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to);
    }
}
