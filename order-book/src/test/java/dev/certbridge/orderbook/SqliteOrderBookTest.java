package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import java.lang.management.ManagementFactory;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteOrderBookTest implements DatabaseContract {

    @TempDir
    Path folder;

    private final List<SpendLog> open = new ArrayList<>();
    private Path file;
    private SpendLog book;

    @BeforeEach
    void openBook() {
        // A name with all characters that have a meaning in a URL.
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
        SpendLog another = sqlite(file, folder);
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
    void only_the_owner_can_read_the_book_its_lock_and_its_journal_and_there_are_no_other_files() throws Exception {
        begin(book);
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        Path journal = file.resolveSibling(file.getFileName() + "-journal");
        for (Path each : List.of(file, lock, journal)) {
            assertThat(Files.getPosixFilePermissions(each)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, lock, journal);
        }
    }

    @Test
    void a_commit_is_there_when_the_book_is_opened_again() {
        accept(book, begin(book), "ABC");
        book.close();
        assertThat(recordedId(elsewhere())).contains(id("ABC"));
    }

    @Test
    void the_clock_of_a_process_that_is_ahead_ends_no_attempt_and_takes_no_name_of_others() {
        Attempt attempt = begin(book);
        assertThat(book.lock(NAME, id("ABC"), LONG)).isTrue();
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
        try (SpendLog other = SpendLog.of(OrderBooks.sqlite(file, folder, ahead))) {
            String inProgress = "may be in progress until " + attempt.over();
            assertRefused(() -> other.abandon(attempt, REASON), inProgress);
            assertRefused(() -> other.settle(attempt, placed("ABC")), inProgress);
            assertThat(other.lock(NAME, id("DEF"), LONG)).isFalse();
            assertThat(other.maySend(attempt)).isTrue();
        }
        assertThat(attempt.begun())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(book).hasToString("SQLite file " + file.toAbsolutePath());
    }

    @Test
    void the_time_of_the_book_is_the_time_at_which_its_lock_was_written_last() throws Exception {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        for (int call = 0; call < 2; call++) {
            Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            assertThat(book.now()).isAfter(Instant.now().minusSeconds(60));
            assertThat(lock).hasSize(1);
        }
    }

    @Test
    void a_closed_book_fails_in_one_line_in_every_thread() {
        book.close();
        assertRefused(() -> begin(book), "closed");
        assertThat(CompletableFuture.runAsync(() -> begin(book)))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("closed");
    }

    @Test
    void a_commit_reaches_the_disk_and_so_does_the_folder() throws Exception {
        Path other = folder.resolve("settings.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                SqliteStore store = new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT)) {
            Map<String, String> settings = Map.of(
                    "synchronous",
                    "3",
                    "journal_mode",
                    "persist",
                    "fullfsync",
                    "1",
                    "busy_timeout",
                    "10000",
                    "journal_size_limit",
                    "1048576");
            settings.forEach((pragma, value) -> assertThat(new Sql(connection).text("PRAGMA " + pragma))
                    .as(pragma)
                    .contains(value));
            assertThat(store.read(BookTransaction::unresolved)).isEmpty();
        }
    }

    @Test
    void a_database_that_does_not_accept_the_settings_is_refused() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            assertRefused(
                    () -> new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT),
                    "journal_mode=PERSIST but uses memory");
        }
    }

    @Test
    void a_file_that_is_no_book_or_cannot_be_created_is_refused_and_not_left_open() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to look at it");
        var process = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = process.getOpenFileDescriptorCount();
        for (int i = 0; i < 100; i++) {
            assertRefused(() -> sqlite(text, folder), text.toString());
        }
        assertThat(process.getOpenFileDescriptorCount()).isLessThan(before + 50);
        assertFails(
                IllegalArgumentException.class,
                () -> sqlite(folder.resolve("no/such/folder/a.db"), folder),
                "folder must exist");
    }

    @Test
    void a_book_that_another_process_has_locked_fails_and_recovers() throws Exception {
        String url = "jdbc:sqlite:" + file.toUri();
        try (Connection locking = DriverManager.getConnection(url);
                Connection waiting = DriverManager.getConnection(url);
                SqliteStore store = new SqliteStore(waiting, Clock.systemUTC(), Schema.CURRENT)) {
            SpendLog impatient = new StoredOrderBook(store, Optional.empty());
            new Sql(waiting).run("PRAGMA busy_timeout=1");
            new Sql(locking).run("BEGIN IMMEDIATE");
            assertRefused(() -> begin(impatient), "locked");
            new Sql(locking).run("ROLLBACK");
            assertThat(begin(impatient).number()).isEqualTo(1);
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
    void a_missing_driver_is_reported_with_the_library_to_add() throws Exception {
        try (URLClassLoader loader = JavaProcess.classLoader(entry -> !entry.contains("sqlite"))) {
            var sqlite = loader.loadClass(OrderBooks.class.getName()).getMethod("sqlite", Path.class, Path.class);
            assertThatThrownBy(() -> sqlite.invoke(null, folder.resolve("a.db"), folder))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("org.xerial:sqlite-jdbc");
        }
    }
}
