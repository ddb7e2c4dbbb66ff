package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.spi.SpendLog;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

@Tag("postgres")
class PostgresOrderBookTest
        implements IntentContract,
                SettlingContract,
                ClaimContract,
                BudgetContract,
                CurrencyContract,
                RaceContract,
                RecordContract,
                ClockContract,
                DatabaseContract {

    @TempDir
    Path folder;

    /** Gives no connection to an interrupted thread, like every pool. */
    private static final class Pool extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        Pool(PGSimpleDataSource source) {
            setUrl(source.getUrl());
            setUser("postgres");
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (Thread.interrupted()) {
                throw new SQLException("interrupted while waiting for a connection");
            }
            return super.getConnection();
        }
    }

    private static EmptiedSchema schema;

    private PGSimpleDataSource source;
    private KeptConnections pool;
    private SpendLog book;

    @BeforeAll
    static void makeTables(@TempDir Path rescues) throws Exception {
        schema = new EmptiedSchema(rescues);
    }

    @AfterAll
    static void leave() throws Exception {
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
        return SpendLog.of(OrderBooks.postgres(pool, folder, schema.name()));
    }

    @Override
    public Store store() {
        return new PostgresStore(source, RunningPostgres.schemaOf(source), Schema.CURRENT);
    }

    @Override
    public Connection database() throws SQLException {
        return source.getConnection();
    }

    @Test
    void the_time_is_the_servers() throws Exception {
        Instant before = serverTime();
        Attempt attempt = BookSamples.begin(book);
        assertThat(attempt.begun()).isBetween(before, serverTime());
    }

    @Test
    void a_server_that_may_forget_a_commit_is_refused() throws Exception {
        source.setOptions("-c synchronous_commit=off");
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(source, folder, source.getCurrentSchema())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("synchronous_commit=off")
                .message()
                .hasLineCount(1);
        try (EmbeddedPostgres forgetful = RunningPostgres.start(Map.of("synchronous_commit", "on"))) {
            assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(forgetful.getPostgresDatabase(), folder)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fsync=off");
        }
    }

    @Test
    void a_session_that_turns_forgetful_later_commits_durably_all_the_same() throws Exception {
        source = RunningPostgres.emptySchema();
        Attempt attempt =
                BookSamples.begin(SpendLog.of(OrderBooks.postgres(source, folder, source.getCurrentSchema())));
        try (Connection connection = source.getConnection()) {
            Sql sql = new Sql(connection);
            sql.run("CREATE TABLE seen (setting TEXT)");
            sql.run("CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$");
            sql.run("CREATE TRIGGER noting AFTER UPDATE ON certbridge_attempt FOR EACH ROW EXECUTE FUNCTION note()");
        }
        SpendLog later = SpendLog.of(OrderBooks.postgres(source, folder, source.getCurrentSchema()));
        source.setOptions("-c synchronous_commit=off");
        later.settle(attempt, State.ACCEPTED, Optional.of(BookSamples.id("ABC")));
        try (Connection connection = source.getConnection()) {
            assertThat(new Sql(connection).list("SELECT setting FROM seen", row -> row.getString(1)))
                    .containsExactly("on");
        }
    }

    @Test
    void a_source_that_hands_out_stricter_transactions_still_sees_what_was_committed_while_it_waited()
            throws Exception {
        source.setOptions("-c default_transaction_isolation=serializable");
        try (KeptConnections strict = new KeptConnections(source)) {
            pool = strict;
            book = elsewhere();
            one_intent_begins_once();
        }
    }

    @Test
    void a_read_sees_the_pages_of_one_moment() {
        try (Store store = store()) {
            Optional<String> seen = store.read(pages -> {
                assertThat(pages.halted()).isEmpty();
                book.halt("meanwhile");
                return pages.halted();
            });
            assertThat(seen).isEmpty();
            Optional<String> later = store.read(BookTransaction::halted);
            assertThat(later).contains("meanwhile");
        }
    }

    @Test
    void a_connection_that_is_cut_within_a_step_fails_as_what_was_asked_then() throws Exception {
        try (Connection administrator = RunningPostgres.server().getConnection();
                Store store = store()) {
            source.setApplicationName("to be cut");
            assertThatThrownBy(() -> store.change(pages -> {
                        new Sql(administrator)
                                .list(
                                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                                + " WHERE application_name = 'to be cut'",
                                        row -> row.getBoolean(1));
                        pages.halted(Optional.of("never committed"));
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the order book's database failed")
                    .satisfies(failure -> assertThat(failure.getSuppressed())
                            .as("that it could not be rolled back")
                            .singleElement()
                            .isInstanceOf(SQLException.class));
            assertThat(book.halted()).isEmpty();
        }
    }

    @Test
    void another_database_is_refused_in_one_line_that_names_the_known_ones() {
        SQLiteDataSource other = new SQLiteDataSource();
        other.setUrl("jdbc:sqlite::memory:");
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(other, folder, "book")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("kept in SQLite", "PostgreSQL", "OrderBooks.sqlite")
                .message()
                .hasLineCount(1);
    }

    @Test
    void an_interrupted_thread_still_records_what_it_was_told() {
        SpendLog pooled = SpendLog.of(OrderBooks.postgres(new Pool(source), folder, schema.name()));
        Attempt attempt = BookSamples.begin(pooled);
        Thread.currentThread().interrupt();
        try {
            pooled.settle(attempt, State.ACCEPTED, Optional.of(BookSamples.id("ABC")));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(BookSamples.recorded(book)).isPresent();
    }

    @Test
    void a_server_that_is_not_there_is_one_line() {
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/postgres");
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.postgres(nowhere, folder, "book")))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .hasLineCount(1);
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
