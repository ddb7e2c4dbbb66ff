package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The choice of a book in a database, for every role and search path. */
@Tag("postgres")
class PostgresSchemaTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    @TempDir
    Path folder;

    private PGSimpleDataSource source;
    private String database;

    @BeforeEach
    void makeDatabase() throws Exception {
        database = "schemas" + DATABASES.incrementAndGet();
        source = RunningPostgres.emptyDatabase(database);
    }

    private void run(String... statements) throws SQLException {
        RunningPostgres.run(source, statements);
    }

    private List<String> schemasWithBook() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new Sql(connection)
                    .texts("SELECT schemaname FROM pg_tables WHERE tablename = 'certbridge_attempt'"
                            + " AND schemaname NOT LIKE 'pg_temp%' ORDER BY 1");
        }
    }

    /** Creates a role with a schema of its own name, which is first in its search path. */
    private PGSimpleDataSource role(String name) throws SQLException {
        String role = name + "_" + database;
        run(
                "CREATE ROLE " + role + " LOGIN PASSWORD 'obviously-fake'",
                "CREATE SCHEMA " + role + " AUTHORIZATION " + role);
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl(source.getUrl());
        own.setUser(role);
        own.setPassword("obviously-fake");
        return own;
    }

    /** Creates a book as an earlier certbridge did: in the first schema of the search path. */
    private void earlierBook(String schema) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Sql sql = new Sql(connection);
            sql.run("SET search_path = " + schema);
            Schema.CURRENT.upTo(2).bringUp(sql, List.of(), Instant.now());
        }
    }

    @Test
    void roles_with_different_search_paths_send_every_intent_once_and_a_role_without_privileges_is_refused()
            throws Exception {
        PGSimpleDataSource alice = role("alice");
        PGSimpleDataSource bob = role("bob");
        run("GRANT CREATE ON DATABASE " + database + " TO " + alice.getUser());
        SpendLog hers = postgres(alice, folder);
        assertRefused(
                () -> postgres(bob, folder),
                "role " + bob.getUser() + " may not use schema certbridge",
                "GRANT USAGE ON SCHEMA \"certbridge\" TO " + bob.getUser());
        run("GRANT USAGE ON SCHEMA certbridge TO " + bob.getUser());
        assertRefused(
                () -> postgres(bob, folder),
                "may not write to table",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES");
        run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA certbridge TO " + bob.getUser());

        SpendLog his = postgres(bob, folder);
        Path sent = folder.resolve("sent");
        CompletableFuture<Void> both = CompletableFuture.allOf(sending(hers, sent), sending(his, sent));
        both.get();
        assertThat(Files.readAllLines(sent))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 40).mapToObj(i -> "shop/" + i).toList());
        assertThat(schemasWithBook()).containsExactly("certbridge");
    }

    private static CompletableFuture<Void> sending(SpendLog book, Path sent) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        BookClient.send(book, sent, 40);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                command -> new Thread(command).start());
    }

    @Test
    void a_role_that_may_not_create_the_schema_is_refused_with_the_statements_for_the_owner() throws Exception {
        PGSimpleDataSource alice = role("alice");
        assertRefused(
                () -> postgres(alice, folder), "may not create schema certbridge", "CREATE SCHEMA \"certbridge\"");
        run("CREATE SCHEMA certbridge", "GRANT USAGE ON SCHEMA certbridge TO " + alice.getUser());
        assertRefused(() -> postgres(alice, folder), "GRANT CREATE, USAGE ON SCHEMA");
        run("GRANT CREATE ON SCHEMA certbridge TO " + alice.getUser());
        assertThat(begin(postgres(alice, folder)).number()).isEqualTo(1);
        assertThat(schemasWithBook()).containsExactly("certbridge");
    }

    @Test
    void a_book_of_an_earlier_certbridge_is_never_overlooked() throws Exception {
        earlierBook("public");
        assertRefused(
                () -> postgres(source, folder), "has a book in schema public", "postgres(source, folder, \"public\")");
        assertThat(schemasWithBook()).containsExactly("public");
        Attempt attempt = begin(postgres(source, folder, "public"));
        assertThat(postgres(source, folder, "public").unresolved())
                .extracting(Attempt::owner)
                .containsExactly(attempt.owner());
    }

    @Test
    void a_book_in_another_schema_is_not_overlooked_because_it_lost_a_table() throws Exception {
        begin(postgres(source, folder, "shop"));
        run("DROP TABLE shop.certbridge_schema");
        assertRefused(() -> postgres(source, folder), "has a book in schema shop");
    }

    @Test
    void a_second_book_has_to_be_named() throws Exception {
        begin(postgres(source, folder));
        SpendLog second = postgres(source, folder, "shop-B");
        assertThat(second.unresolved()).isEmpty();
        assertRefused(() -> postgres(source, folder), "has a book in schema shop-B");
        assertThat(postgres(source, folder, "certbridge").unresolved()).hasSize(1);
        assertThat(schemasWithBook()).containsExactly("certbridge", "shop-B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "pg_temp", "information_schema", "ä", "a;b", "a\nb"})
    void an_invalid_name_is_refused(String name) {
        assertFails(IllegalArgumentException.class, () -> postgres(source, folder, name), "letters, digits");
    }

    @Test
    void a_connection_returns_to_its_pool_unchanged_and_its_temporary_tables_are_ignored() throws Exception {
        try (RunningPostgres.Pool pool = new RunningPostgres.Pool(source)) {
            try (Connection pooled = pool.getConnection()) {
                new Sql(pooled).run("SET search_path = pg_temp, public");
                new Sql(pooled).run("CREATE TEMP TABLE certbridge_attempt (number INTEGER)");
                new Sql(pooled).run("CREATE TEMP TABLE certbridge_schema (version INTEGER)");
            }
            SpendLog book = postgres(pool, folder);
            accept(book, begin(book), "ABC");
            assertThat(recorded(book)).isPresent();
            try (Connection pooled = pool.getConnection()) {
                assertThat(new Sql(pooled).text("SHOW search_path")).contains("pg_temp, public");
            }
        }
        assertThat(schemasWithBook()).containsExactly("certbridge");
    }

    @Test
    void an_operator_in_the_search_path_of_the_role_does_not_hide_an_intent() throws Exception {
        SpendLog book = postgres(source, folder);
        accept(book, begin(book), "ABC");
        for (String type : List.of("varchar", "text")) {
            run(
                    "CREATE FUNCTION public.never(one text, other " + type
                            + ") RETURNS boolean LANGUAGE sql AS 'SELECT false'",
                    "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = " + type + ", FUNCTION = public.never)");
        }
        assertThat(recorded(book)).isPresent();
        assertThat(recorded(postgres(source, folder))).isPresent();
    }

    /** If every statement is a transaction, no setting of a transaction holds. */
    @Test
    void a_source_without_transactions_is_refused() throws Exception {
        DataSource careless = intercepted(
                DataSource.class,
                source,
                (method, arguments, real) -> intercepted(
                        Connection.class,
                        real.call(),
                        (step, values, connection) ->
                                List.of("setAutoCommit", "commit", "rollback").contains(step)
                                        ? null
                                        : connection.call()));
        assertRefused(() -> postgres(careless, folder), "used schema public");
        assertThat(schemasWithBook()).isEmpty();
    }
}
