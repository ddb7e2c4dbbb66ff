package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A SQLite book whose file is damaged, or whose disk fails within a transaction. */
class DamagedFileTest {

    private static final int IO_ERROR = 10;

    /** Runs before each statement. */
    private interface Failure {
        void at(String sql) throws SQLException;
    }

    @TempDir
    Path folder;

    private Path file;
    private Connection connection;
    private Failure failure = sql -> {};

    @BeforeEach
    void fill() throws Exception {
        file = folder.resolve("orders.db");
        try (SpendLog book = sqlite(file, folder)) {
            for (int i = 0; i < 40; i++) {
                accept(book, book.begin(ORIGIN, quote(), QUOTE_TERMS), "order" + i);
            }
        }
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    /** Opens the book with a connection that calls {@link #failure} before each statement. */
    private SqliteStore failingStore() {
        Connection failing = intercepted(Connection.class, connection, (method, arguments, real) -> {
            if (method.equals("prepareStatement")) {
                failure.at((String) arguments[0]);
            }
            return !method.equals("createStatement")
                    ? real.call()
                    : intercepted(Statement.class, real.call(), (step, values, execution) -> {
                        if (step.equals("execute")) {
                            failure.at((String) values[0]);
                        }
                        return execution.call();
                    });
        });
        return new SqliteStore(failing, Clock.systemUTC(), Schema.CURRENT);
    }

    private static SQLException diskError() {
        return new SQLException("[SQLITE_IOERR] disk I/O error", null, IO_ERROR);
    }

    /** Overwrites a part of the file, as another process might. */
    private static void overwrite(Path file, long from, long to) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(from);
            bytes.write(new byte[Math.toIntExact(Math.min(to, bytes.length()) - from)]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4096, 40_960})
    void a_damaged_file_is_refused_in_one_line_that_says_how_to_go_on(long from) throws Exception {
        overwrite(file, from, from + 8192);
        assertRefused(
                () -> sqlite(file, folder),
                file.toString(),
                "is damaged",
                "Nothing is sent",
                "newest backup",
                "recovery folder");
    }

    /** SQLite reads such a book without an error, and does not find the intent. */
    @Test
    void an_index_that_has_lost_an_entry_is_refused() throws Exception {
        Sql sql = new Sql(connection);
        sql.run("PRAGMA writable_schema = ON");
        sql.run("UPDATE sqlite_master SET sql = 'CREATE INDEX certbridge_attempt_intent ON certbridge_attempt (owner)'"
                + " WHERE name = 'certbridge_attempt_intent'");
        assertRefused(() -> sqlite(file, folder), "is damaged", "certbridge_attempt_intent");
    }

    @Test
    void after_an_error_of_the_disk_an_intact_file_is_used_and_a_damaged_one_sends_nothing() throws Exception {
        AtomicInteger errors = new AtomicInteger();
        SpendLog book = new StoredOrderBook(failingStore(), Optional.empty());
        failure = sql -> {
            if (sql.matches("(INSERT|UPDATE).*") && errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw diskError();
            }
        };
        errors.set(1);
        assertRefused(() -> book.begin(ORIGIN, quote(), QUOTE_TERMS), "disk I/O error");
        Attempt attempt = book.begin(ORIGIN, quote(), QUOTE_TERMS);
        assertThat(book.maySend(attempt)).isTrue();

        errors.set(1);
        assertRefused(() -> book.halt("now"));
        overwrite(file, 40_960, 49_152);
        new Sql(connection).run("PRAGMA shrink_memory");
        for (int i = 0; i < 2; i++) {
            assertRefused(() -> book.maySend(attempt), "is damaged", "Nothing is sent");
            assertRefused(() -> begin(book), "is damaged");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_at_the_end_of_a_commit_is_resolved_by_reading_the_book(boolean committed) {
        SpendLog book = new StoredOrderBook(failingStore(), Optional.empty());
        failure = sql -> {
            if (sql.equals("COMMIT")) {
                failure = later -> {};
                if (committed) {
                    new Sql(connection).run(sql);
                }
                throw diskError();
            }
        };
        if (committed) {
            Attempt attempt = begin(book);
            assertThat(book.maySend(attempt)).isTrue();
            assertThat(book.unresolved()).extracting(Attempt::owner).containsExactly(attempt.owner());
        } else {
            assertRefused(() -> begin(book), "disk I/O error");
            assertThat(begin(book).number()).isEqualTo(41);
        }
    }

    @Test
    void a_transaction_without_memory_for_its_rollback_stores_nothing_and_locks_nobody_out() {
        SqliteStore store = failingStore();
        failure = sql -> {
            if (sql.equals("ROLLBACK")) {
                failure = later -> {};
                throw new OutOfMemoryError("at the rollback");
            }
        };
        assertThatThrownBy(() -> store.write(tx -> {
                    tx.halted(Optional.of("half a change"));
                    throw new OutOfMemoryError("in the transaction");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(store.<Optional<String>>read(tx -> tx.status().halted())).isEmpty();
        store.write(tx -> {
            tx.halted(Optional.of("a whole change"));
            return tx;
        });
        assertThat(store.<Optional<String>>read(tx -> tx.status().halted())).contains("a whole change");
    }
}
