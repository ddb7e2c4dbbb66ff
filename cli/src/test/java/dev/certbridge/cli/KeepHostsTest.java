package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests of {@code certbridge keep} on several hosts, which are folders here, with one order book in PostgreSQL. */
class KeepHostsTest extends StubbedCommandTest {

    private static final String FILE = """
            book: {jdbc-url-variable: BOOK_URL}
            defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
            certificates:
              - {id: a, names: [a.example.com]}
              - {id: b, names: [b.example.com]}
            """;

    @Test
    void a_certificate_is_ordered_by_one_host_and_the_rehearsal_has_a_schema_of_its_own() throws Exception {
        ServedStub served = serve("regfish");
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofMinutes(1))
                .start()) {
            Map<String, String> environment = Map.of("BOOK_URL", server.getJdbcUrl("postgres", "postgres"));
            assertThat(keep("one", served, environment).requireDone().out()).contains("2 valid; 2 ordered");
            CliRun second = keep("two", served, environment).requireDone();
            assertThat(second.out()).contains("taken", "another host ordered the certificate", "2 taken; 0 ordered");
            assertThat(served.stub().ledger().orders()).isEqualTo(2);
            assertThat(folder.resolve("two/stub/certificates/live/a")).doesNotExist();
            try (var connection = server.getPostgresDatabase().getConnection();
                    var schemas = connection.getMetaData().getSchemas(null, "certbridge%")) {
                assertThat(schemas.next()).isTrue();
                assertThat(schemas.getString(1)).isEqualTo("certbridge_stub");
                assertThat(schemas.next()).isFalse();
            }
        }
    }

    @Test
    void a_database_that_is_not_reachable_is_reported_without_its_password() throws Exception {
        ServedStub served = serve("regfish");
        CliRun run = keep(
                        "one",
                        served,
                        Map.of("BOOK_URL", "jdbc:postgresql://127.0.0.1:1/orders?user=me&password=not-a-password"))
                .requireFailed(2, "keep.yaml:1: ");
        assertThat(run.err()).doesNotContain("not-a-password");
        assertThat(served.stub().journal().received()).isZero();
    }

    private CliRun keep(String host, ServedStub served, Map<String, String> environment) throws Exception {
        Path file =
                Files.writeString(Files.createDirectories(folder.resolve(host)).resolve("keep.yaml"), FILE);
        return CliRun.in(
                environment, "keep " + file + " --stub-url " + served.stub().uri() + " --once");
    }
}
