package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The file of a book that certbridge wrote with schema 5, with the snapshots of orders in all states. PostgreSQL gets
 * the same rows.
 */
class OldBookTest {

    private static final List<String> TABLES =
            List.of("certbridge_book", "certbridge_attempt", "certbridge_order", "certbridge_snapshot");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void unpack() throws IOException {
        file = folder.resolve("orders.db");
        try (InputStream packed = new GZIPInputStream(OldBookTest.class.getResourceAsStream("book-5.db.gz"))) {
            Files.copy(packed, file);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @Nested
    class Sqlite {

        @Test
        void a_book_in_a_file_keeps_the_snapshots_that_its_attempts_need() throws Exception {
            try (SpendLog book = sqlite(file, folder)) {
                assertMigrated(book);
            }
            try (SpendLog again = sqlite(file, folder);
                    Connection connection = connect()) {
                assertThat(new Sql(connection).text("PRAGMA integrity_check")).contains("ok");
                assertThat(again.snapshot(1)).isPresent();
            }
        }
    }

    @Nested
    @Tag("postgres")
    class Postgres {

        @Test
        void a_book_in_a_database_keeps_the_snapshots_that_its_attempts_need() throws Exception {
            PGSimpleDataSource source = RunningPostgres.emptySchema();
            RunningPostgres.store(source, Schema.CURRENT.upTo(5)).close();
            try (Connection from = connect();
                    Connection to = source.getConnection()) {
                for (String table : TABLES) {
                    copy(new Sql(from), new Sql(to), table);
                }
            }
            try (Store store = RunningPostgres.store(source, Schema.CURRENT)) {
                assertMigrated(new StoredOrderBook(store, Optional.empty()));
            }
        }

        private static void copy(Sql from, Sql to, String table) {
            List<String> columns = from.texts("SELECT name FROM pragma_table_info('" + table + "')");
            String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                    + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
            to.run("DELETE FROM " + table);
            from.list("SELECT * FROM " + table, row -> {
                        Object[] values = new Object[columns.size()];
                        for (int i = 0; i < values.length; i++) {
                            values[i] = row.getObject(i + 1);
                        }
                        return values;
                    })
                    .forEach(values -> to.update(insert, values));
        }
    }

    private static void assertMigrated(SpendLog book) {
        assertThat(book.unresolved()).extracting(Attempt::number).containsExactly(1L, 7L, 8L);
        Instant taken = Instant.parse("2026-11-29T10:00:00Z");
        assertThat(book.snapshot(1)).contains(new Snapshot(TARGET, taken, Set.of("A", "B")));
        assertThat(book.snapshot(6)).contains(new Snapshot(TARGET, taken, Set.of("A", "B", "C", "D", "F")));
        assertThat(IntStream.rangeClosed(1, 10)
                        .filter(number -> book.snapshot(number).isPresent()))
                .as("snapshots of unresolved and abandoned attempts and of reissues, and the newest")
                .containsExactly(1, 3, 4, 6, 8, 9);

        long next = keepListing(book, new Snapshot(TARGET, taken, Set.of("A", "B", "J")));
        assertThat(next).isEqualTo(10);
        assertThat(book.snapshot(next)).contains(new Snapshot(TARGET, taken, Set.of("A", "B", "J")));
        assertThat(book.snapshot(8)).contains(new Snapshot(TARGET, taken, Set.of("A", "B", "C", "D", "G")));
    }
}
