package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.RunningPostgres.Pool;
import dev.certbridge.orderbook.RunningPostgres.SharedSchema;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

@Tag("postgres")
class PostgresOrderBookTest implements DatabaseContract {

    private static SharedSchema schema;

    @TempDir
    Path folder;

    private PGSimpleDataSource source;
    private Pool pool;
    private SpendLog book;

    @BeforeAll
    static void createTables(@TempDir Path recovery) throws Exception {
        schema = new SharedSchema(recovery);
    }

    @AfterAll
    static void closePool() throws Exception {
        if (schema != null) {
            schema.close();
        }
    }

    @BeforeEach
    void openBook() throws Exception {
        source = schema.source();
        pool = schema.emptied();
        book = elsewhere();
    }

    @Override
    public SpendLog book() {
        return book;
    }

    @Override
    public SpendLog elsewhere() {
        return postgres(pool, folder, schema.name);
    }

    @Override
    public Store store() {
        return RunningPostgres.store(source, Schema.CURRENT);
    }

    @Override
    public Connection database() throws SQLException {
        return source.getConnection();
    }

    @Test
    void the_clock_is_the_servers() throws Exception {
        Instant before = serverTime();
        Attempt attempt = begin(book);
        assertThat(attempt.begun()).isBetween(before, serverTime());
    }

    @Test
    void a_server_that_may_lose_a_commit_is_refused() throws Exception {
        source.setOptions("-c synchronous_commit=off");
        assertRefused(() -> postgres(source, folder, source.getCurrentSchema()), "synchronous_commit=off");
        try (EmbeddedPostgres unsynced = RunningPostgres.start(Map.of("synchronous_commit", "on"))) {
            assertRefused(() -> postgres(unsynced.getPostgresDatabase(), folder), "fsync=off");
        }
    }

    @Test
    void a_session_whose_synchronous_commit_is_switched_off_later_still_commits_durably() throws Exception {
        source = RunningPostgres.emptySchema();
        Attempt attempt = begin(postgres(source, folder, source.getCurrentSchema()));
        RunningPostgres.run(
                source,
                "CREATE TABLE seen (setting TEXT)",
                "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$",
                "CREATE TRIGGER noting AFTER UPDATE ON certbridge_attempt FOR EACH ROW EXECUTE FUNCTION note()");
        SpendLog later = postgres(source, folder, source.getCurrentSchema());
        source.setOptions("-c synchronous_commit=off");
        accept(later, attempt, "ABC");
        try (Connection connection = source.getConnection()) {
            assertThat(new Sql(connection).texts("SELECT setting FROM seen")).containsExactly("on");
        }
    }

    @Test
    void a_source_with_stricter_transactions_still_sees_what_was_committed_while_it_waited() throws Exception {
        source.setOptions("-c default_transaction_isolation=serializable");
        try (Pool strict = new Pool(source)) {
            pool = strict;
            book = elsewhere();
            one_intent_begins_once();
        }
    }

    @Test
    void a_read_sees_one_moment() {
        try (Store store = store()) {
            Optional<String> seen = store.read(tx -> {
                assertThat(tx.status().halted()).isEmpty();
                book.halt("meanwhile");
                return tx.status().halted();
            });
            assertThat(seen).isEmpty();
            Optional<String> later = store.read(tx -> tx.status().halted());
            assertThat(later).contains("meanwhile");
        }
    }

    @Test
    void a_slow_read_neither_delays_the_check_before_the_write_nor_hides_a_change_from_it() {
        try (Store store = store()) {
            SpendLog log = new StoredOrderBook(store, Optional.empty());
            Attempt attempt = begin(log);
            List<Boolean> checks = store.read(tx -> {
                boolean before = inOtherThread(() -> log.maySend(attempt));
                log.abandonNow(attempt, REASON);
                return List.of(before, inOtherThread(() -> log.maySend(attempt)));
            });
            assertThat(checks).containsExactly(true, false);
        }
    }

    private static boolean inOtherThread(Supplier<Boolean> call) {
        return CompletableFuture.supplyAsync(call)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void a_connection_that_is_cut_within_a_transaction_reports_the_failed_statement() throws Exception {
        try (Store store = store()) {
            source.setApplicationName("to be cut");
            assertThatThrownBy(() -> store.write(tx -> {
                        cut("to be cut");
                        tx.halted(Optional.of("never committed"));
                        return tx;
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the order book's database failed")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .as("the failed rollback")
                            .singleElement()
                            .isInstanceOf(SQLException.class));
            assertThat(book.halted()).isEmpty();
        }
    }

    private static void cut(String application) {
        try (Connection administrator = RunningPostgres.server().getConnection()) {
            new Sql(administrator)
                    .list(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?",
                            row -> row.getBoolean(1),
                            application);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void another_database_is_refused_with_the_names_of_the_supported_ones() {
        SQLiteDataSource other = new SQLiteDataSource();
        other.setUrl("jdbc:sqlite::memory:");
        assertRefused(() -> postgres(other, folder, "book"), "stored in SQLite", "PostgreSQL", "OrderBooks.sqlite");
    }

    /** Like every pool, this one gives no connection to an interrupted thread. */
    @Test
    void an_interrupted_thread_still_records_an_outcome() {
        DataSource interruptible = intercepted(DataSource.class, source, (method, arguments, real) -> {
            if (Thread.interrupted()) {
                throw new SQLException("interrupted while waiting for a connection");
            }
            return real.call();
        });
        SpendLog pooled = postgres(interruptible, folder, schema.name);
        Attempt attempt = begin(pooled);
        Thread.currentThread().interrupt();
        try {
            accept(pooled, attempt, "ABC");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(recorded(book)).isPresent();
    }

    @Test
    void a_server_that_does_not_answer_is_reported_in_one_line() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/postgres");
        assertRefused(() -> postgres(nowhere, folder, "book"));
    }

    @Test
    void a_server_that_does_not_respond_in_time_fails_the_call_and_the_connection_returns_unchanged() throws Exception {
        try (Pool pool = new Pool(source)) {
            PostgresStore waiting = new PostgresStore(
                    pool, new PostgresSchema(schema.name, true), Schema.CURRENT, Duration.ofMillis(300));
            SpendLog log = new StoredOrderBook(waiting, Optional.empty());
            try (Connection other = source.getConnection()) {
                other.setAutoCommit(false);
                new Sql(other).list("SELECT one FROM " + schema.name + ".certbridge_book FOR UPDATE", row -> true);
                assertThatThrownBy(() -> begin(log))
                        .hasMessageContaining("the order book's database failed")
                        .hasRootCauseInstanceOf(SocketTimeoutException.class);
            }
            assertThat(begin(log).number()).isEqualTo(1);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getNetworkTimeout()).isZero();
            }
        }
    }

    @Test
    void a_shorter_network_timeout_of_the_source_stays() {
        List<Integer> timeouts = new ArrayList<>();
        source.setSocketTimeout(7);
        SpendLog log = postgres(
                intercepted(
                        DataSource.class,
                        source,
                        (method, arguments, real) ->
                                intercepted(Connection.class, real.call(), (step, values, connection) -> {
                                    if (step.equals("setNetworkTimeout")) {
                                        timeouts.add((Integer) values[1]);
                                    }
                                    return connection.call();
                                })),
                folder,
                schema.name);
        assertThat(log.unresolved()).isEmpty();
        assertThat(timeouts).isNotEmpty().containsOnly(7_000);
    }

    @Test
    void a_transaction_whose_rollback_failed_is_not_committed() {
        AtomicBoolean broken = new AtomicBoolean();
        DataSource failing = intercepted(
                DataSource.class,
                source,
                (method, arguments, real) -> intercepted(Connection.class, real.call(), (step, values, connection) -> {
                    if (step.equals("rollback") && broken.get()) {
                        throw new OutOfMemoryError("test");
                    }
                    return connection.call();
                }));
        Store store = new PostgresStore(failing, new PostgresSchema(schema.name, true), Schema.CURRENT);
        broken.set(true);
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.halted(Optional.of("half a change"));
                    throw new IllegalArgumentException("refused");
                }))
                .hasMessage("refused");
        assertThat(book.halted()).isEmpty();
    }

    /** The driver prepares all statements again after a change of the search path, which took more time than they take. */
    @Test
    void a_connection_prepares_each_statement_once() throws Exception {
        try (Pool pool = new Pool(source)) {
            SpendLog pooled = postgres(pool, folder, schema.name);
            Set<String> prepared = prepared(pool, pooled);
            assertThat(prepared).anyMatch(statement -> statement.contains("certbridge_book FOR UPDATE"));
            assertThat(prepared(pool, pooled)).isEqualTo(prepared);
        }
    }

    /** Uses the book often enough for the driver to prepare the statements, and returns their names and texts. */
    private static Set<String> prepared(Pool pool, SpendLog book) throws SQLException {
        for (int i = 0; i < 12; i++) {
            book.unresolved();
            book.resume("checked");
        }
        try (Connection connection = pool.getConnection()) {
            return Set.copyOf(
                    new Sql(connection)
                            .texts(
                                    "SELECT name || ' ' || statement FROM pg_prepared_statements WHERE statement LIKE '%book%'"));
        }
    }

    /** Over a network, the round trips to the server take most of the time of an order. */
    @Test
    void an_order_needs_few_round_trips_to_the_server() throws Exception {
        AtomicInteger roundTrips = new AtomicInteger();
        SpendLog counted = postgres(
                new RunningPostgres.ChangedSource(source) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Connection getConnection() throws SQLException {
                        return intercepted(Connection.class, super.getConnection(), (method, arguments, call) -> {
                            if (Set.of("prepareStatement", "createStatement", "commit")
                                    .contains(method)) {
                                roundTrips.incrementAndGet();
                            }
                            return call.call();
                        });
                    }
                },
                folder,
                schema.name);
        roundTrips.set(0);
        recorded(counted);
        assertThat(roundTrips).hasValue(2);
        Attempt attempt = begin(counted);
        assertThat(roundTrips)
                .as("lock and clock, status, attempts, insert, commit")
                .hasValue(2 + 5);
        counted.maySend(attempt);
        assertThat(roundTrips).hasValue(2 + 5 + 4);
        counted.answered(attempt, new Attempt.Head(202, "x-process-id: ABC"), Optional.of(id("ABC")));
        assertThat(roundTrips).hasValue(2 + 5 + 4 + 6);
    }

    private Instant serverTime() throws Exception {
        try (Connection connection = source.getConnection()) {
            return new Sql(connection)
                    .first("SELECT clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                    .orElseThrow()
                    .toInstant();
        }
    }
}
