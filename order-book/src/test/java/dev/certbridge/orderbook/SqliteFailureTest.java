package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A SQLite book after a step that did not end as it should. */
class SqliteFailureTest {

    private static final int IO_ERROR = 10;

    /** What happens before the next execution of a statement. */
    private interface Failure {
        void at(String sql) throws SQLException;
    }

    @TempDir
    Path folder;

    private Connection connection;
    private SqliteStore store;
    private Failure failure = sql -> {};

    @BeforeEach
    void open() throws Exception {
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("orders.db"));
        store = new SqliteStore(failing(Connection.class, connection), Clock.systemUTC(), Schema.CURRENT);
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    /** The same, and {@link #failure} is called before each text that a statement executes. */
    private <T> T failing(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("execute")) {
                        failure.at((String) arguments[0]);
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        return method.getName().equals("createStatement")
                                ? failing(Statement.class, (Statement) result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_error_at_the_end_of_a_commit_is_looked_up(boolean committed) throws Exception {
        SpendLog book = new StoredOrderBook(store, Optional.empty());
        failure = sql -> {
            if (sql.equals("COMMIT")) {
                failure = later -> {};
                if (committed) {
                    new Sql(connection).run(sql);
                }
                throw new SQLException("[SQLITE_IOERR] disk I/O error", null, IO_ERROR);
            }
        };
        if (committed) {
            Attempt attempt = BookSamples.begin(book);
            assertThat(book.maySend(attempt)).isTrue();
            assertThat(book.unresolved()).extracting(Attempt::owner).containsExactly(attempt.owner());
        } else {
            assertThatThrownBy(() -> BookSamples.begin(book))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("disk I/O error")
                    .message()
                    .hasLineCount(1);
            assertThat(BookSamples.begin(book).number()).isEqualTo(1);
        }
    }

    @Test
    void a_step_that_had_no_memory_left_to_roll_back_keeps_nothing_and_nobody_out() {
        failure = sql -> {
            if (sql.equals("ROLLBACK")) {
                failure = later -> {};
                throw new OutOfMemoryError("at the rollback");
            }
        };
        assertThatThrownBy(() -> store.change(pages -> {
                    pages.halted(Optional.of("half a step"));
                    throw new OutOfMemoryError("in the step");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(store.<Optional<String>>read(BookTransaction::halted)).isEmpty();
        store.change(pages -> pages.halted(Optional.of("a whole step")));
        assertThat(store.<Optional<String>>read(BookTransaction::halted)).contains("a whole step");
    }
}
