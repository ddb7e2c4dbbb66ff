package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.spi.SpendLog;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOrderBookTest
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

    private final List<SpendLog> open = new ArrayList<>();
    private Path file;
    private SpendLog book;

    @BeforeEach
    void openBook() {
        // A name with everything that a URL would take for its own.
        file = folder.resolve("orders of ä?b#c%41&d=e;f.db");
        book = elsewhere();
    }

    @AfterEach
    void closeBooks() {
        open.forEach(SpendLog::close);
    }

    @Override
    public SpendLog book() {
        return book;
    }

    @Override
    public SpendLog elsewhere() {
        SpendLog another = SpendLog.of(OrderBooks.sqlite(file, folder));
        open.add(another);
        return another;
    }

    @Override
    public Store store() {
        return SqliteStore.open(file, Schema.CURRENT);
    }

    @Override
    public Connection database() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
    }

    @Test
    void the_file_is_its_owners_alone_and_lies_beside_its_lock_alone_between_changes() throws Exception {
        BookSamples.begin(book);
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        for (Path each : List.of(file, lock)) {
            assertThat(Files.getPosixFilePermissions(each)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, lock);
        }
    }

    @Test
    void what_was_committed_is_there_when_the_book_is_opened_again() {
        book.settle(BookSamples.begin(book), State.ACCEPTED, Optional.of(BookSamples.id("ABC")));
        book.close();
        assertThat(BookSamples.recorded(elsewhere()).orElseThrow().orderId()).contains(BookSamples.id("ABC"));
    }

    @Test
    void a_clock_that_is_ahead_ends_no_attempt_and_takes_no_name_of_others() {
        Attempt attempt = BookSamples.begin(book);
        assertThat(book.hold("_dcv.example.com", BookSamples.id("ABC"), BookSamples.LONG))
                .isTrue();
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (SpendLog other = SpendLog.of(OrderBooks.sqlite(file, folder, ahead))) {
            assertThatThrownBy(() -> other.abandon(attempt, "the console shows no order"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("may be on its way until " + attempt.over());
            assertThatThrownBy(() -> other.settle(attempt, new Reconciliation.Placed(BookSamples.id("ABC"))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("may be on its way until " + attempt.over());
            assertThat(other.hold("_dcv.example.com", BookSamples.id("DEF"), BookSamples.LONG))
                    .isFalse();
            assertThat(other.maySend(attempt)).isTrue();
        }
        assertThat(attempt.begun())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void a_closed_book_fails_in_one_line() {
        book.close();
        assertThatThrownBy(() -> BookSamples.begin(book))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .hasLineCount(1)
                .contains("closed");
    }

    @Test
    void a_closed_book_fails_in_other_threads_too() {
        book.close();
        assertThat(CompletableFuture.runAsync(() -> BookSamples.begin(book)))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("closed");
    }

    @Test
    void a_commit_reaches_the_disk_and_so_does_the_folder() throws Exception {
        Path other = folder.resolve("settings.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                SqliteStore store = new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT)) {
            assertThat(new Sql(connection).first("PRAGMA synchronous", row -> row.getInt(1)))
                    .contains(3);
            assertThat(new Sql(connection).first("PRAGMA journal_mode", row -> row.getString(1)))
                    .contains("delete");
            assertThat(new Sql(connection).first("PRAGMA fullfsync", row -> row.getInt(1)))
                    .contains(1);
            assertThat(new Sql(connection).first("PRAGMA busy_timeout", row -> row.getInt(1)))
                    .as("milliseconds that a change waits for another process")
                    .contains(10_000);
            assertThat(store.read(BookTransaction::unresolved)).isEmpty();
        }
    }

    @Test
    void a_database_that_does_not_take_the_settings_is_refused() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertThatThrownBy(() -> new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("journal_mode=DELETE but says memory");
        }
    }

    @Test
    void what_is_no_book_or_cannot_be_there_is_refused_in_one_line() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to look at it");
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(text, folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(text.toString())
                .message()
                .hasLineCount(1);
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(folder.resolve("no/such/folder/a.db"), folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("folder must exist")
                .message()
                .hasLineCount(1);
    }

    @Test
    void what_is_refused_is_not_kept_open() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to look at it");
        var process = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = process.getOpenFileDescriptorCount();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(text, folder)))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(process.getOpenFileDescriptorCount()).isLessThan(before + 50);
    }

    @Test
    void a_book_that_another_process_keeps_locked_fails_and_recovers() throws Exception {
        String url = "jdbc:sqlite:" + file.toUri();
        try (Connection locking = DriverManager.getConnection(url);
                Connection waiting = DriverManager.getConnection(url);
                SqliteStore store = new SqliteStore(waiting, Clock.systemUTC(), Schema.CURRENT)) {
            SpendLog impatient = new StoredOrderBook(store, Optional.empty());
            new Sql(waiting).run("PRAGMA busy_timeout=1");
            new Sql(locking).run("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> BookSamples.begin(impatient))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("locked");
            new Sql(locking).run("ROLLBACK");
            assertThat(BookSamples.begin(impatient).number()).isEqualTo(1);
        }
    }

    @Test
    void unresolved_attempts_and_listed_orders_are_found_by_an_index() throws Exception {
        try (Connection connection = database()) {
            assertThat(plan(connection, "certbridge_attempt WHERE state IN ('SENDING', 'UNKNOWN') ORDER BY number"))
                    .contains("certbridge_attempt_unresolved");
            assertThat(plan(connection, "certbridge_order WHERE target = ? AND provider_id = ?"))
                    .contains("certbridge_order_listed");
        }
    }

    private static String plan(Connection connection, String from) {
        return new Sql(connection)
                .list("EXPLAIN QUERY PLAN SELECT * FROM " + from, row -> row.getString("detail"))
                .toString();
    }

    @Test
    void without_its_driver_it_says_what_to_add() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (!entry.contains("sqlite")) {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            var sqlite = loader.loadClass(OrderBooks.class.getName()).getMethod("sqlite", Path.class, Path.class);
            assertThatThrownBy(() -> sqlite.invoke(null, folder.resolve("a.db"), folder))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("org.xerial:sqlite-jdbc");
        }
    }
}
