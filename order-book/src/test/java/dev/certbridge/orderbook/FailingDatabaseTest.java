package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real book whose database fails. After the reseller accepted, the exception and a file contain the id. After a lost
 * COMMIT, the book finds out whether it was committed, and no intent stays locked.
 */
class FailingDatabaseTest {

    @TempDir
    Path folder;

    @TempDir
    Path recovery;

    private final Shop shop = new Shop();

    @AfterEach
    void closeShop() {
        shop.close();
    }

    /** Lets the next COMMIT fail, or the beginning of the next transactions, or both. */
    private static final class Failures {

        private final AtomicInteger refused = new AtomicInteger();
        private int refusedAfterCommit;
        private boolean losesCommit;
        private boolean commits;

        void loseCommit(boolean committed, int refusedAfterwards) {
            losesCommit = true;
            commits = committed;
            refusedAfterCommit = refusedAfterwards;
        }

        void begin() throws SQLException {
            if (refused.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new SQLException("the network is gone", "08001");
            }
        }

        /** Ends a transaction. If the COMMIT is lost, it fails although it may have happened. */
        void commit(Callable<?> commit, Callable<?> rollback) throws Exception {
            boolean lost = losesCommit;
            losesCommit = false;
            (lost && !commits ? rollback : commit).call();
            refused.addAndGet(refusedAfterCommit);
            refusedAfterCommit = 0;
            if (lost) {
                throw new SQLException("the connection broke", "08006");
            }
        }
    }

    /** A source of connections that fail. */
    private static final class Network extends RunningPostgres.ChangedSource {

        private static final long serialVersionUID = 1L;

        private final transient Failures failures;

        Network(PGSimpleDataSource source, Failures failures) {
            super(source);
            this.failures = failures;
        }

        @Override
        public Connection getConnection() throws SQLException {
            failures.begin();
            Connection connection = super.getConnection();
            return intercepted(Connection.class, connection, (method, arguments, real) -> {
                if (!method.equals("commit")) {
                    return real.call();
                }
                try {
                    failures.commit(real, () -> null);
                } catch (SQLException e) {
                    connection.abort(Runnable::run);
                    throw e;
                }
                return null;
            });
        }
    }

    @Test
    void a_full_disk_leaves_the_id_in_the_exception_and_in_a_file() throws Exception {
        Path file = folder.resolve("orders.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
                SpendLog book = new StoredOrderBook(
                        new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT),
                        Optional.of(new RecoveryFolder(recovery, Clock.systemUTC())))) {
            NotRecordedException failure = notRecorded(book, () -> fill(connection, book));
            assertThat(failure).hasStackTraceContaining("SQLITE_FULL");
            assertInFile(failure);
            assertThat(book.knows(TARGET, "4711")).isFalse();
            assertThat(book.unresolved()).hasSize(1);
        }
        try (SpendLog book = sqlite(file, recovery)) {
            assertApplied(book);
        }
    }

    /** Fills the disk until not one more order fits. */
    private static void fill(Connection connection, SpendLog book) {
        new Sql(connection).run("PRAGMA max_page_count=1");
        Attempt filler = book.begin(ORIGIN, quote(), QUOTE_TERMS);
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> {
                    for (int i = 0; i < 10_000; i++) {
                        accept(book, filler, "filler" + i);
                    }
                }))
                .hasMessageContaining("SQLITE_FULL")
                .satisfies(full -> assertThat(full.getSuppressed())
                        .as("SQLite rolled back by itself")
                        .singleElement(as(THROWABLE))
                        .hasMessageContaining("no transaction is active"));
    }

    private NotRecordedException notRecorded(SpendLog book, Runnable whenAccepted) {
        shop.beforeItAnswers(whenAccepted);
        return catchThrowableOfType(NotRecordedException.class, () -> shop.order(book));
    }

    private void assertInFile(NotRecordedException failure) throws Exception {
        assertThat(failure.id()).contains(id("4711"));
        Path file = failure.file().orElseThrow();
        assertThat(failure).hasMessageContaining(id("4711").toString()).hasMessageContaining(file.toString());
        assertThat(fileNames(recovery)).containsExactly(file.getFileName().toString());
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readAllLines(file))
                .contains(
                        "attempt=1",
                        "intent=shop-4711/1",
                        "target=regfish live -",
                        "verb=ORDER",
                        "state=ACCEPTED",
                        "order=" + id("4711"),
                        "status=202")
                .noneMatch(line -> line.contains(Shop.KEY));
    }

    private void assertApplied(SpendLog book) throws Exception {
        Attempt recorded = recorded(book).orElseThrow();
        assertThat(recorded.orderId()).contains(id("4711"));
        assertThat(recorded.head().orElseThrow().headers()).contains("x-process-id: 4711");
        assertThat(book.knows(TARGET, "4711")).isTrue();
        assertThat(fileNames(recovery)).singleElement().asString().endsWith(".applied");
    }

    /** A COMMIT whose response is lost, and a database that fails for a moment. */
    abstract class LostCommits {

        final Failures failures = new Failures();
        SpendLog book;

        abstract SpendLog open() throws SQLException;

        @BeforeEach
        void openBook() throws SQLException {
            book = open();
        }

        @Test
        void an_attempt_that_was_committed_although_the_response_was_lost_is_begun() throws Exception {
            failures.loseCommit(true, 0);
            Attempt attempt = begin(book);
            assertThat(book.maySend(attempt)).isTrue();
            assertThat(book.unresolved()).extracting(Attempt::owner).containsExactly(attempt.owner());
            assertThat(fileNames(recovery)).isEmpty();
        }

        @Test
        void an_attempt_that_was_not_committed_is_reported_and_its_intent_is_free() throws Exception {
            failures.loseCommit(false, 0);
            assertRefused(
                    () -> begin(book), "COMMIT failed", "Nothing was sent", INTENT.name(), "the connection broke");
            assertThat(begin(book).number()).isEqualTo(1);
            assertThat(fileNames(recovery)).isEmpty();
        }

        @Test
        void an_intent_is_free_in_this_process_once_the_database_works_again() throws Exception {
            failures.loseCommit(true, 1);
            assertRefused(
                    () -> begin(book), "the response to a COMMIT was lost", "Nothing was sent", "the network is gone");
            assertThat(fileNames(recovery)).singleElement().asString().endsWith(".rescue");

            assertThat(recorded(book)).isEmpty();
            assertThat(fileNames(recovery)).isEmpty();
            assertThat(begin(book).number()).isEqualTo(2);
        }

        @Test
        void an_intent_is_free_when_the_book_is_opened_again() throws Exception {
            failures.loseCommit(true, 1);
            assertRefused(() -> begin(book));

            try (SpendLog next = open()) {
                assertThat(fileNames(recovery)).singleElement().asString().endsWith(".applied");
                assertThat(next.unresolved()).isEmpty();
                assertThat(begin(next).number()).isEqualTo(2);
            }
        }

        @Test
        void an_unsent_attempt_that_could_not_be_settled_is_settled_once_the_database_works_again() throws Exception {
            Attempt attempt = begin(book);
            failures.refused.set(2);
            for (int i = 0; i < 2; i++) {
                assertRefused(() -> book.settle(attempt, Attempt.State.NOT_SENT, Optional.empty()), "network is gone");
            }
            assertThat(fileNames(recovery)).singleElement().asString().endsWith(".rescue");

            assertThat(begin(book).number()).isEqualTo(2);
            assertThat(fileNames(recovery)).isEmpty();
        }

        @Test
        void a_recovery_file_stays_when_the_database_fails_while_the_book_is_opened() throws Exception {
            book.writeRecoveryFile(begin(book), Optional.of(id("ABC")));
            failures.refusedAfterCommit = 1;
            assertRefused(this::open, "the network is gone");
            assertThat(fileNames(recovery)).singleElement().asString().endsWith(".rescue");

            try (SpendLog again = open()) {
                assertThat(recordedId(again)).contains(id("ABC"));
            }
        }
    }

    @Nested
    class Sqlite extends LostCommits {

        @Override
        SpendLog open() throws SQLException {
            Connection real = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("orders.db"));
            Connection connection = intercepted(Connection.class, real, (method, arguments, call) -> {
                Object result = call.call();
                return method.equals("createStatement") ? failing((Statement) result) : result;
            });
            Store store = new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT);
            return new StoredOrderBook(store, Optional.of(new RecoveryFolder(recovery, Clock.systemUTC())));
        }

        private Statement failing(Statement statement) {
            return intercepted(Statement.class, statement, (method, arguments, call) -> {
                String sql = method.equals("execute") ? (String) arguments[0] : "";
                if (sql.startsWith("BEGIN")) {
                    failures.begin();
                }
                if (!sql.equals("COMMIT")) {
                    return call.call();
                }
                failures.commit(call, () -> statement.execute("ROLLBACK"));
                return false;
            });
        }

        @AfterEach
        void closeBook() {
            book.close();
        }
    }

    @Nested
    @Tag("postgres")
    class Postgres extends LostCommits {

        private Network network;

        @Override
        SpendLog open() throws SQLException {
            if (network == null) {
                network = new Network(RunningPostgres.emptySchema(), failures);
            }
            return postgres(network, recovery, network.getCurrentSchema());
        }

        @Test
        void a_database_that_accepts_no_connection_leaves_the_id_in_the_exception_and_in_a_file() throws Exception {
            PGSimpleDataSource source = RunningPostgres.emptyDatabase("cut");
            SpendLog cut = postgres(source, recovery);
            NotRecordedException failure = notRecorded(cut, () -> allowConnections(false));
            assertThat(failure).hasStackTraceContaining("not currently accepting connections");
            assertInFile(failure);

            allowConnections(true);
            assertThat(cut.unresolved()).hasSize(1);
            assertApplied(postgres(source, recovery));
        }

        private static void allowConnections(boolean allowed) {
            try {
                RunningPostgres.run(RunningPostgres.server(), "ALTER DATABASE cut ALLOW_CONNECTIONS " + allowed);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The owner of the id, the head, the head again and the outcome are stored one after the other. */
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4})
        void a_connection_that_breaks_for_a_moment_loses_nothing(int times) throws Exception {
            shop.beforeItAnswers(() -> failures.refused.set(times));

            assertThat(shop.order(book).id()).isEqualTo(id("4711"));
            assertThat(recordedId(book)).contains(id("4711"));
            assertThat(fileNames(recovery)).isEmpty();
        }

        @Test
        void the_head_is_stored_without_the_key_that_the_server_echoed() {
            shop.beforeItAnswers(() -> failures.refused.set(1));
            shop.order(book);

            Attempt.Head head = recorded(book).orElseThrow().head().orElseThrow();
            assertThat(head.status()).isEqualTo(202);
            assertThat(head.headers())
                    .contains("x-process-id: 4711", "x-echo: ***")
                    .doesNotContainIgnoringCase(Shop.KEY);
        }

        @Test
        void a_folder_that_is_gone_too_leaves_the_id_in_the_exception() {
            NotRecordedException failure = notRecorded(book, () -> {
                failures.refused.set(5);
                try {
                    Files.delete(recovery);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(failure.id()).contains(id("4711"));
            assertThat(failure.file()).isEmpty();
            assertThat(failure.getCause().getSuppressed()).hasAtLeastOneElementOfType(UncheckedIOException.class);
        }

        @Test
        void another_change_is_reported_as_possibly_committed() {
            Attempt attempt = begin(book);
            failures.loseCommit(true, 0);
            assertRefused(
                    () -> accept(book, attempt, "ABC"),
                    "failed during COMMIT",
                    "it is unknown whether the change was committed");
            accept(book, attempt, "ABC");
            assertThat(recordedId(book)).contains(id("ABC"));
        }

        @Test
        void a_read_is_not_reported_as_a_change() {
            failures.loseCommit(true, 0);
            assertThatThrownBy(book::unresolved)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("failed after a read", "the connection broke")
                    .hasMessageNotContaining("may be in the book")
                    .message()
                    .hasLineCount(1);
        }
    }
}
