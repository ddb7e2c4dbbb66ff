package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.TARGET;
import static dev.certbridge.orderbook.BookSamples.id;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real book that fails once the reseller has accepted: the exception and a file hold the id. */
class FailingAfterAnAnswerTest {

    @TempDir
    Path folder;

    @TempDir
    Path rescues;

    private final Shop shop = new Shop();

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void a_full_disk() throws Exception {
        Path file = folder.resolve("orders.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
                SpendLog book = sqlite(connection)) {
            NotRecordedException failure = notRecorded(book, () -> fill(connection, book));
            assertThat(failure).hasStackTraceContaining("SQLITE_FULL");
            keptInFile(failure);
            assertThat(book.knows(TARGET, "4711")).isFalse();
            assertThat(book.unresolved()).hasSize(1);
        }
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, rescues))) {
            applied(book);
        }
    }

    @Tag("postgres")
    @Test
    void a_connection_that_is_cut() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptyDatabase("cut");
        SpendLog book = SpendLog.of(OrderBooks.postgres(source, rescues));
        NotRecordedException failure = notRecorded(book, () -> admin("ALTER DATABASE cut ALLOW_CONNECTIONS false"));
        assertThat(failure).hasStackTraceContaining("not currently accepting connections");
        keptInFile(failure);

        admin("ALTER DATABASE cut ALLOW_CONNECTIONS true");
        assertThat(book.unresolved()).hasSize(1);
        applied(SpendLog.of(OrderBooks.postgres(source, rescues)));
    }

    /** One failure in a row for each of: whose id it is, the head, the head again, the end. */
    @Tag("postgres")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void a_connection_that_breaks_for_a_moment_loses_nothing(int failures) throws Exception {
        Shaky source = new Shaky(RunningPostgres.emptySchema());
        SpendLog book = SpendLog.of(OrderBooks.postgres(source, rescues, source.getCurrentSchema()));
        shop.beforeItAnswers(() -> source.failures.set(failures));

        assertThat(shop.order(book).id()).isEqualTo(id("4711"));
        assertThat(BookSamples.recorded(book).orElseThrow().orderId()).contains(id("4711"));
        assertThat(files()).isEmpty();
    }

    @Tag("postgres")
    @Test
    void the_head_is_kept_without_the_key_that_the_server_echoed() throws Exception {
        Shaky source = new Shaky(RunningPostgres.emptySchema());
        SpendLog book = SpendLog.of(OrderBooks.postgres(source, rescues, source.getCurrentSchema()));
        shop.beforeItAnswers(() -> source.failures.set(1));
        shop.order(book);

        Attempt.Head head = BookSamples.recorded(book).orElseThrow().head().orElseThrow();
        assertThat(head.status()).isEqualTo(202);
        assertThat(head.headers()).contains("x-process-id: 4711", "x-echo: ***").doesNotContainIgnoringCase(Shop.KEY);
    }

    @Tag("postgres")
    @Test
    void a_folder_that_is_gone_too_leaves_the_exception() throws Exception {
        Shaky source = new Shaky(RunningPostgres.emptySchema());
        SpendLog book = SpendLog.of(OrderBooks.postgres(source, rescues, source.getCurrentSchema()));
        NotRecordedException failure = notRecorded(book, () -> {
            source.failures.set(5);
            delete(rescues);
        });
        assertThat(failure.id()).contains(id("4711"));
        assertThat(failure.file()).isEmpty();
        assertThat(failure.getCause().getSuppressed()).hasAtLeastOneElementOfType(UncheckedIOException.class);
    }

    private NotRecordedException notRecorded(SpendLog book, Runnable whenAccepted) {
        shop.beforeItAnswers(whenAccepted);
        return catchThrowableOfType(NotRecordedException.class, () -> shop.order(book));
    }

    private void keptInFile(NotRecordedException failure) throws Exception {
        assertThat(failure.id()).contains(id("4711"));
        Path file = failure.file().orElseThrow();
        assertThat(failure).hasMessageContaining(id("4711").toString()).hasMessageContaining(file.toString());
        assertThat(files()).containsExactly(file);
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

    private void applied(SpendLog book) throws Exception {
        Attempt recorded = BookSamples.recorded(book).orElseThrow();
        assertThat(recorded.orderId()).contains(id("4711"));
        assertThat(recorded.head().orElseThrow().headers()).contains("x-process-id: 4711");
        assertThat(book.knows(TARGET, "4711")).isTrue();
        assertThat(files()).singleElement().asString().endsWith(".applied");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(rescues)) {
            return files.toList();
        }
    }

    private SpendLog sqlite(Connection connection) {
        SqliteStore store = new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT);
        return new StoredOrderBook(store, Optional.of(new RecoveryFolder(rescues, Clock.systemUTC())));
    }

    /** Until not one more order fits. */
    private static void fill(Connection connection, SpendLog book) {
        new Sql(connection).run("PRAGMA max_page_count=1");
        Attempt filler =
                book.begin(BookSamples.ORIGIN, SpendRequest.question(TARGET, BookSamples.REQUEST), BookSamples.ASKING);
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> {
                    for (int i = 0; i < 10_000; i++) {
                        book.settle(filler, State.ACCEPTED, Optional.of(id("filler" + i)));
                    }
                }))
                .hasMessageContaining("SQLITE_FULL")
                .satisfies(full -> assertThat(full.getSuppressed())
                        .as("that it was rolled back already")
                        .singleElement(as(THROWABLE))
                        .hasMessageContaining("no transaction is active"));
    }

    private static void admin(String sql) {
        try (Connection connection = RunningPostgres.server().getConnection()) {
            new Sql(connection).run(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.delete(folder);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives no connection as often as it is told. */
    private static final class Shaky extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        private final AtomicInteger failures = new AtomicInteger();

        Shaky(PGSimpleDataSource source) {
            setUrl(source.getUrl());
            setUser("postgres");
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new SQLException("the network is gone");
            }
            return super.getConnection();
        }
    }
}
