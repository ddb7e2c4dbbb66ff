package dev.certbridge.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.junit.StubExtension;
import dev.certbridge.stub.regfish.RegfishStub;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Tests the order book in the PostgreSQL database that Boot configures as the DataSource of the application. */
class DataSourceBookTest {

    private static final KeyAndCsr KEY = KeyAndCsr.ecP256("www.example.com");
    private static final Duration SHORT = Duration.ofMillis(10);

    private static EmbeddedPostgres server;

    @RegisterExtension
    static final StubExtension<RegfishStub> stub = StubExtension.of(RegfishStub.class);

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        // The embedded server does not sync by default. These are the default settings of a real server.
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void an_order_is_placed_once_over_two_starts_of_the_application() throws SQLException {
        database("shop").run(started -> {
            CertificateReseller reseller = started.getBean("regfish", CertificateReseller.class);
            Order order = order(reseller, "shop-1");
            assertThat(reseller.orders()
                            .await(order.id(), Duration.ofHours(2), DnsPublisher.none())
                            .chain())
                    .isNotEmpty();
            assertThat(tables(started.getBean(DataSource.class), "certbridge")).contains("certbridge_book");
        });
        database("shop").run(started -> {
            order(started.getBean("regfish", CertificateReseller.class), "shop-1");
            assertThat(started.getBean(OrderBook.class).attempts(Intent.of("shop-1")))
                    .hasSize(1);
        });
        assertThat(stub.get().ledger().orders()).isEqualTo(1);
    }

    @Test
    void the_book_is_in_the_schema_of_the_property() throws SQLException {
        database("other").withPropertyValues("certbridge.book.schema=orders").run(started -> {
            order(started.getBean("regfish", CertificateReseller.class), "shop-1");
            assertThat(tables(started.getBean(DataSource.class), "orders")).contains("certbridge_book");
        });
    }

    @Test
    void health_shows_unresolved_attempts_and_the_reason_of_a_halt() throws SQLException {
        database("health").run(started -> {
            CertificateReseller reseller = started.getBean("regfish", CertificateReseller.class);
            assertThat(BootVersion.health(started)).isEqualTo(Map.of("status", "UP", "halted", false, "unresolved", 0));

            stub.get().when("createCertificate").fault(WireFault.DROPPED);
            assertThatThrownBy(() -> order(reseller, "shop-1")).isInstanceOf(OutcomeUnknownException.class);
            assertThat(BootVersion.health(started)).isEqualTo(Map.of("status", "UP", "halted", false, "unresolved", 1));

            started.getBean(OrderBook.class).halt("price check");
            long received = stub.get().journal().received();
            assertThat(BootVersion.health(started))
                    .isEqualTo(Map.of(
                            "status", "OUT_OF_SERVICE", "halted", true, "reason", "price check", "unresolved", 1));
            assertThat(stub.get().journal().received()).isEqualTo(received);
            assertThatThrownBy(() -> order(reseller, "shop-2", KeyAndCsr.ecP256("shop.example.com")))
                    .isInstanceOf(BookHaltedException.class);
        });
    }

    @Test
    void health_is_down_with_one_line_while_the_database_is_gone() throws SQLException {
        database("gone")
                .withPropertyValues("spring.datasource.hikari.connection-timeout=250")
                .run(started -> {
                    assertThat(BootVersion.health(started)).containsEntry("status", "UP");
                    run("DROP DATABASE gone WITH (FORCE)");
                    assertThat(BootVersion.health(started))
                            .containsEntry("status", "DOWN")
                            .hasEntrySatisfying(
                                    "error",
                                    error -> assertThat(error.toString())
                                            .isNotBlank()
                                            .doesNotContain("\n"));
                });
    }

    @Test
    void missing_tables_that_the_role_may_not_create_end_the_start_with_one_description() throws SQLException {
        run("CREATE ROLE reader LOGIN PASSWORD 'secret-1'");
        database("tables")
                .withPropertyValues("spring.datasource.username=reader", "spring.datasource.password=secret-1")
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure()))
                        .satisfies(analysis -> {
                            assertThat(analysis.getDescription())
                                    .startsWith("The order book cannot be opened: ")
                                    .contains("certbridge")
                                    .doesNotContain("secret-1")
                                    .doesNotContain("\n");
                            assertThat(analysis.getAction()).contains("set certbridge.book.file");
                        }));
    }

    @Test
    void a_database_that_does_not_answer_ends_the_start_with_one_description() {
        application()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/shop",
                        "spring.datasource.hikari.connection-timeout=250")
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure())
                                .getDescription())
                        .startsWith("The order book cannot be opened: ")
                        .doesNotContain("\n"));
    }

    @Test
    void another_database_than_postgresql_ends_the_start_with_one_description() {
        application()
                .withPropertyValues("spring.datasource.url=jdbc:sqlite:" + folder.resolve("shop.db"))
                .run(started -> assertThat(BootVersion.analysis(started.getStartupFailure())
                                .getDescription())
                        .startsWith("The order book cannot be opened: ")
                        .contains("PostgreSQL")
                        .doesNotContain("\n"));
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        BootVersion.dataSourceAutoConfiguration(), CertbridgeAutoConfiguration.class))
                .withPropertyValues(
                        "certbridge.book.recovery-folder=" + folder,
                        "certbridge.regfish.api-key=" + stub.apiKey(),
                        "certbridge.regfish.uri=" + stub.uri())
                .withBean(
                        ConnectOptionsCustomizer.class,
                        () -> (name, options) -> options.polling(new Polling(SHORT, SHORT)));
    }

    /** Returns the application with a database of this name, which is created on the first call. */
    private ApplicationContextRunner database(String name) throws SQLException {
        run("SELECT 'CREATE DATABASE " + name + "' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '" + name
                + "')");
        return application()
                .withPropertyValues(
                        "spring.datasource.url=jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name,
                        "spring.datasource.username=postgres");
    }

    /** Runs a statement, and the statement that it returns. */
    private static void run(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    if (rows.next()) {
                        run(rows.getString(1));
                    }
                }
            }
        }
    }

    private static Set<String> tables(DataSource source, String schema) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.getMetaData().getTables(null, schema, null, null)) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    private static Order order(CertificateReseller reseller, String intent) {
        return order(reseller, intent, KEY);
    }

    private static Order order(CertificateReseller reseller, String intent, KeyAndCsr key) {
        OrderRequest request = OrderRequest.builder("RapidSSL")
                .csr(key.csr())
                .validity(Validity.days(199))
                .build();
        return reseller.order(Intent.of(intent), request, Spending.unquoted());
    }
}
