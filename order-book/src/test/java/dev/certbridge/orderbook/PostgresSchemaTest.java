package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

/** Which book of a database is opened, whoever connects and wherever its search path leads. */
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
        try (Connection connection = source.getConnection()) {
            for (String statement : statements) {
                new Sql(connection).run(statement);
            }
        }
    }

    private List<String> schemasWithBook() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return new Sql(connection)
                    .list(
                            "SELECT schemaname FROM pg_tables WHERE tablename = 'certbridge_attempt'"
                                    + " AND schemaname NOT LIKE 'pg_temp%' ORDER BY 1",
                            row -> row.getString(1));
        }
    }

    /** A role with a schema of its own name first in its search path, as a database gives it to everybody. */
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

    /** As the earlier certbridge made it: in the first schema of the search path. */
    private void earlierBook(String schema) throws SQLException {
        try (Connection connection = source.getConnection()) {
            Sql sql = new Sql(connection);
            sql.run("SET search_path = " + schema);
            Schema.CURRENT.upTo(2).bringUp(sql, false, Instant.now());
        }
    }

    private static void oneLine(Throwable failure) {
        assertThat(failure).isInstanceOf(IllegalStateException.class);
        assertThat(failure.getMessage()).hasLineCount(1);
    }

    @Test
    void two_roles_with_two_search_paths_send_every_intent_once_and_the_one_without_rights_is_refused()
            throws Exception {
        PGSimpleDataSource alice = role("alice");
        PGSimpleDataSource bob = role("bob");
        run("GRANT CREATE ON DATABASE " + database + " TO " + alice.getUser());
        SpendLog hers = SpendLog.of(OrderBooks.postgres(alice, folder));
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(bob, folder)))
                .hasMessageContainingAll(
                        "role " + bob.getUser() + " may not use schema certbridge",
                        "GRANT USAGE ON SCHEMA \"certbridge\" TO " + bob.getUser())
                .satisfies(PostgresSchemaTest::oneLine);
        run("GRANT USAGE ON SCHEMA certbridge TO " + bob.getUser());
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(bob, folder)))
                .hasMessageContainingAll("may not write to table", "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES")
                .satisfies(PostgresSchemaTest::oneLine);
        run("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA certbridge TO " + bob.getUser());

        SpendLog his = SpendLog.of(OrderBooks.postgres(bob, folder));
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
    void a_role_that_may_not_create_the_schema_is_told_what_the_owner_has_to_do() throws Exception {
        PGSimpleDataSource alice = role("alice");
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(alice, folder)))
                .hasMessageContainingAll("may not create schema certbridge", "CREATE SCHEMA \"certbridge\"")
                .satisfies(PostgresSchemaTest::oneLine);
        run("CREATE SCHEMA certbridge", "GRANT USAGE ON SCHEMA certbridge TO " + alice.getUser());
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(alice, folder)))
                .hasMessageContaining("GRANT CREATE, USAGE ON SCHEMA")
                .satisfies(PostgresSchemaTest::oneLine);
        run("GRANT CREATE ON SCHEMA certbridge TO " + alice.getUser());
        assertThat(BookSamples.begin(SpendLog.of(OrderBooks.postgres(alice, folder)))
                        .number())
                .isEqualTo(1);
        assertThat(schemasWithBook()).containsExactly("certbridge");
    }

    @Test
    void a_book_of_an_earlier_certbridge_is_never_passed_over() throws Exception {
        earlierBook("public");
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(source, folder)))
                .hasMessageContainingAll(
                        "has a book in schema public", "OrderBooks.postgres(source, folder, \"public\")")
                .satisfies(PostgresSchemaTest::oneLine);
        assertThat(schemasWithBook()).containsExactly("public");
        Attempt attempt = BookSamples.begin(SpendLog.of(OrderBooks.postgres(source, folder, "public")));
        assertThat(OrderBooks.postgres(source, folder, "public").unresolved())
                .extracting(Attempt::owner)
                .containsExactly(attempt.owner());
    }

    @Test
    void a_second_book_has_to_be_asked_for_by_its_name() throws Exception {
        BookSamples.begin(SpendLog.of(OrderBooks.postgres(source, folder)));
        SpendLog second = SpendLog.of(OrderBooks.postgres(source, folder, "shop-B"));
        assertThat(second.unresolved()).isEmpty();
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(source, folder)))
                .hasMessageContaining("has a book in schema shop-B")
                .satisfies(PostgresSchemaTest::oneLine);
        assertThat(OrderBooks.postgres(source, folder, "certbridge").unresolved())
                .hasSize(1);
        assertThat(schemasWithBook()).containsExactly("certbridge", "shop-B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "pg_temp", "information_schema", "ä", "a;b", "a\nb"})
    void a_name_that_is_none_is_refused(String name) {
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(source, folder, name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits")
                .message()
                .hasLineCount(1);
    }

    @Test
    void a_connection_goes_back_to_its_pool_as_it_came_and_its_temporary_tables_are_not_the_books() throws Exception {
        try (KeptConnections pool = new KeptConnections(source)) {
            try (Connection kept = pool.getConnection()) {
                new Sql(kept).run("SET search_path = pg_temp, public");
                new Sql(kept).run("CREATE TEMP TABLE certbridge_attempt (number INTEGER)");
                new Sql(kept).run("CREATE TEMP TABLE certbridge_schema (version INTEGER)");
            }
            SpendLog book = SpendLog.of(OrderBooks.postgres(pool, folder));
            book.settle(BookSamples.begin(book), State.ACCEPTED, Optional.of(BookSamples.id("ABC")));
            assertThat(BookSamples.recorded(book)).isPresent();
            try (Connection kept = pool.getConnection()) {
                assertThat(new Sql(kept).first("SHOW search_path", row -> row.getString(1)))
                        .contains("pg_temp, public");
            }
        }
        assertThat(schemasWithBook()).containsExactly("certbridge");
    }

    /** Where every statement is a transaction, no setting of a transaction holds. */
    @Test
    void a_source_that_runs_no_transactions_is_refused() throws Exception {
        DataSource careless = proxy(
                DataSource.class,
                source,
                "getConnection",
                connection -> proxy(Connection.class, connection, "setAutoCommit", ignored -> null));
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(careless, folder)))
                .hasMessageContaining("the connection is in public")
                .satisfies(PostgresSchemaTest::oneLine);
        assertThat(schemasWithBook()).isEmpty();
    }

    private interface Change {
        Object of(Object result);
    }

    private static <T> T proxy(Class<T> type, Object real, String changed, Change change) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setAutoCommit") && changed.equals("setAutoCommit")
                            || method.getName().equals("commit")
                            || method.getName().equals("rollback")) {
                        return null;
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return method.getName().equals(changed) ? change.of(result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
