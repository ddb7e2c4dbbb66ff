package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.order.Money;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The files of two books that certbridge wrote with earlier schemas: with schema 5 and the snapshots of orders in all
 * states, and with schema 6 and charges and refunds of all kinds. PostgreSQL gets the same rows.
 */
class OldBookTest {

    private static final List<String> TABLES = List.of(
            "certbridge_book",
            "certbridge_attempt",
            "certbridge_order",
            "certbridge_snapshot",
            "certbridge_budget",
            "certbridge_refund");

    @TempDir
    Path folder;

    private Path file;

    private void unpack(int version) throws IOException {
        file = folder.resolve("orders.db");
        String name = "book-" + version + ".db.gz";
        try (InputStream packed = new GZIPInputStream(OldBookTest.class.getResourceAsStream(name))) {
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
            unpack(5);
            try (SpendLog book = sqlite(file, folder)) {
                assertMigrated(book);
            }
            try (SpendLog again = sqlite(file, folder);
                    Connection connection = connect()) {
                assertThat(new Sql(connection).text("PRAGMA integrity_check")).contains("ok");
                assertThat(again.snapshot(1)).isPresent();
            }
        }

        @Test
        void a_book_in_a_file_keeps_what_is_left_of_its_budgets() throws Exception {
            unpack(6);
            try (SpendLog book = sqlite(file, folder)) {
                assertBudgets(book);
            }
            BudgetSumContract.assertSums(connect());
        }
    }

    @Nested
    @Tag("postgres")
    class Postgres {

        @Test
        void a_book_in_a_database_keeps_the_snapshots_that_its_attempts_need() throws Exception {
            PGSimpleDataSource source = copied(5);
            try (Store store = RunningPostgres.store(source, Schema.CURRENT)) {
                assertMigrated(new StoredOrderBook(store, Optional.empty()));
            }
        }

        @Test
        void a_book_in_a_database_keeps_what_is_left_of_its_budgets() throws Exception {
            PGSimpleDataSource source = copied(6);
            try (Store store = RunningPostgres.store(source, Schema.CURRENT)) {
                assertBudgets(new StoredOrderBook(store, Optional.empty()));
            }
            BudgetSumContract.assertSums(source.getConnection());
        }

        private PGSimpleDataSource copied(int version) throws Exception {
            unpack(version);
            PGSimpleDataSource source = RunningPostgres.emptySchema();
            RunningPostgres.store(source, Schema.CURRENT.upTo(version)).close();
            try (Connection from = connect();
                    Connection to = source.getConnection()) {
                for (String table : TABLES) {
                    copy(new Sql(from), new Sql(to), table);
                }
            }
            return source;
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

    /** The figures are those that schema 6 reported, which added up all charges for every call. */
    private static void assertBudgets(SpendLog book) {
        assertLeft(book, "november", 94, 85_499);
        assertLeft(book, "december", 8, 7_000);
        assertLeft(book, "free", 9, 10_000);
        assertLeft(book, "unused", 1, 100);
        book.budget(Budget.of("free", 10, Money.parse("GBP:1.00")));
        assertFails(
                IllegalArgumentException.class,
                () -> book.budget(Budget.of("december", 10, Money.parse("GBP:1.00"))),
                "contains charges in EUR");

        for (Attempt open : book.unresolved()) {
            book.settle(open, Attempt.State.NOT_SENT, Optional.empty());
        }
        assertLeft(book, "november", 96, 88_500);
        assertLeft(book, "december", 9, 7_000);
        assertLeft(book, "free", 10, 100);
    }

    private static void assertLeft(SpendLog book, String budget, long orders, long cents) {
        assertThat(book.left(budget))
                .get()
                .as(budget)
                .returns(orders, Budget.Left::orders)
                .returns(cents, Budget.Left::cents);
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
