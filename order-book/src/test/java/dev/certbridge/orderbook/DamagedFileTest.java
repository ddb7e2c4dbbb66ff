package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SQLite book does once its file is damaged. */
class DamagedFileTest {

    private static final int IO_ERROR = 10;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("orders.db");
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            for (int i = 0; i < 40; i++) {
                Attempt attempt = book.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING);
                book.settle(attempt, State.ACCEPTED, Optional.of(BookSamples.id("order" + i)));
            }
        }
    }

    private static SpendRequest question() {
        return SpendRequest.question(BookSamples.TARGET, BookSamples.REQUEST);
    }

    /** Another process that wrote at the same time. */
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
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(file, folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        file.toString(), "is damaged", "sends nothing", "newest backup", "recovery folder")
                .message()
                .hasLineCount(1);
    }

    /** SQLite reads such a book without an error, and does not find the intent. */
    @Test
    void an_index_that_has_lost_an_entry_is_noticed() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA writable_schema = ON");
            statement.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX certbridge_attempt_intent ON"
                    + " certbridge_attempt (owner)' WHERE name = 'certbridge_attempt_intent'");
        }
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(file, folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("is damaged", "certbridge_attempt_intent");
    }

    @Test
    void after_an_error_of_the_disk_a_whole_file_goes_on_and_a_damaged_one_sends_nothing() throws Exception {
        AtomicInteger errors = new AtomicInteger();
        try (Connection connection = failing(DriverManager.getConnection("jdbc:sqlite:" + file), errors)) {
            SpendLog book = new StoredOrderBook(
                    new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT), Optional.empty());
            errors.set(1);
            assertThatThrownBy(() -> book.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("disk I/O error");
            Attempt attempt = book.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING);
            assertThat(book.maySend(attempt)).isTrue();

            errors.set(1);
            assertThatThrownBy(() -> book.halt("now")).isInstanceOf(IllegalStateException.class);
            overwrite(file, 40_960, 49_152);
            new Sql(connection).run("PRAGMA shrink_memory");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> book.maySend(attempt))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("is damaged", "sends nothing");
                assertThatThrownBy(() -> BookSamples.begin(book))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is damaged");
            }
        }
    }

    /** Its next changes fail as they would on a broken disk. */
    private static Connection failing(Connection connection, AtomicInteger errors) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    boolean change = method.getName().equals("prepareStatement")
                            && ((String) arguments[0]).matches("(INSERT|UPDATE).*");
                    if (change && errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        throw new SQLException("[SQLITE_IOERR] disk I/O error", null, IO_ERROR);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
