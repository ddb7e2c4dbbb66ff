package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.orderbook.Store.CommitUnknownException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations of several threads in one transaction. Each gets its own result, and no one that of another. */
class TransactionQueueTest {

    private final CountingDatabase database = new CountingDatabase();
    private final TransactionQueue queue = new TransactionQueue(database);

    /** A database in memory that counts its transactions and fails when a test says so. */
    private static final class CountingDatabase implements TransactionQueue.Database {

        private final List<Boolean> committed = new ArrayList<>();
        private Connection connection;
        private RuntimeException failureAtBegin;
        private int failedBegins;
        private RuntimeException failureAtCommit;

        @Override
        public synchronized <T> T transaction(boolean writes, Function<Sql, T> work) {
            Sql sql = new Sql(connection);
            if (failureAtBegin != null) {
                failedBegins++;
                throw failureAtBegin;
            }
            sql.run("BEGIN");
            try {
                T result = work.apply(sql);
                if (failureAtCommit != null) {
                    RuntimeException failure = failureAtCommit;
                    failureAtCommit = null;
                    throw failure;
                }
                sql.run("COMMIT");
                committed.add(writes);
                return result;
            } catch (RuntimeException | Error e) {
                sql.run("ROLLBACK");
                throw e;
            }
        }
    }

    @BeforeEach
    void open() throws SQLException {
        database.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        new Sql(database.connection).run("CREATE TABLE line (text TEXT PRIMARY KEY)");
    }

    @AfterEach
    void close() throws SQLException {
        database.connection.close();
    }

    private Callable<String> writing(String text) {
        return () -> queue.run(true, sql -> {
            sql.update("INSERT INTO line (text) VALUES (?)", text);
            return text;
        });
    }

    private Callable<String> reading() {
        return () -> queue.run(false, sql -> String.join(" ", lines(sql)));
    }

    private static List<String> lines(Sql sql) {
        return sql.texts("SELECT text FROM line ORDER BY rowid");
    }

    private List<String> lines() {
        return lines(new Sql(database.connection));
    }

    /** Runs the calls in one transaction after an empty one. */
    private List<FutureTask<String>> together(List<Callable<String>> calls) {
        return CommitGroup.start(
                last -> queue.run(true, sql -> {
                    last.run();
                    return sql;
                }),
                calls);
    }

    private static String result(FutureTask<String> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS);
    }

    @Test
    void waiting_threads_write_in_one_transaction_and_read_in_another() throws Exception {
        var calls = together(List.of(writing("a"), reading(), writing("b"), reading(), writing("c")));

        for (int i : List.of(0, 2, 4)) {
            assertThat(result(calls.get(i)))
                    .isEqualTo(List.of("a", "", "b", "", "c").get(i));
        }
        assertThat(result(calls.get(1))).isEqualTo("a b c");
        assertThat(result(calls.get(3))).isEqualTo("a b c");
        assertThat(database.committed).containsExactly(true, true, false);
    }

    @Test
    void a_thread_that_does_not_have_to_wait_has_a_transaction_of_its_own() throws Exception {
        writing("a").call();
        writing("b").call();
        assertThat(reading().call()).isEqualTo("a b");
        assertThat(database.committed).containsExactly(true, true, false);
    }

    @Test
    void an_operation_that_refuses_changes_nothing_for_the_others_and_shows_its_own_thread() throws Exception {
        Callable<String> refused = () -> queue.run(true, sql -> {
            lines(sql);
            throw new IllegalArgumentException("refused");
        });
        var calls = together(List.of(writing("a"), refused, writing("b")));

        result(calls.get(0));
        result(calls.get(2));
        assertThatThrownBy(() -> result(calls.get(1)))
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getStackTrace())
                        .filteredOn(frame -> frame.getClassName().equals(FutureTask.class.getName()))
                        .isNotEmpty());
        assertThat(lines()).containsExactly("a", "b");
        assertThat(database.committed).as("the group and the empty transaction").hasSize(2);
    }

    @Test
    void an_operation_that_fails_after_a_change_leaves_no_part_of_it_and_the_others_are_committed() throws Exception {
        Callable<String> half = () -> queue.run(true, sql -> {
            sql.update("INSERT INTO line (text) VALUES ('half')");
            throw new IllegalArgumentException("refused");
        });
        var calls = together(List.of(writing("a"), half, writing("b")));

        result(calls.get(0));
        result(calls.get(2));
        assertThatThrownBy(() -> result(calls.get(1))).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(lines()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_constraint_that_one_operation_violates_fails_only_this_operation() throws Exception {
        writing("a").call();
        var calls = together(List.of(writing("b"), writing("a"), writing("c")));

        result(calls.get(0));
        result(calls.get(2));
        assertThatThrownBy(() -> result(calls.get(1))).hasMessageContaining("constraint");
        assertThat(lines()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void an_error_in_one_operation_fails_only_this_operation() throws Exception {
        Callable<String> broken = () -> queue.run(true, sql -> {
            throw new StackOverflowError("test");
        });
        var calls = together(List.of(broken, writing("a"), writing("b")));

        result(calls.get(1));
        result(calls.get(2));
        assertThatThrownBy(() -> result(calls.get(0))).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(lines()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_commit_that_fails_and_is_rolled_back_is_repeated_by_each_thread() throws Exception {
        var calls = CommitGroup.start(
                last -> queue.run(false, sql -> {
                    last.run();
                    database.failureAtCommit = null;
                    return sql;
                }),
                List.of(failingAtCommit("a"), writing("b")));

        for (FutureTask<String> call : calls) {
            result(call);
        }
        assertThat(lines()).containsExactlyInAnyOrder("a", "b");
        assertThat(database.committed).containsExactly(false, true, true);
    }

    /** Writes, and lets the first commit after it fail. */
    private Callable<String> failingAtCommit(String text) {
        List<String> runs = new ArrayList<>();
        return () -> queue.run(true, sql -> {
            runs.add(text);
            if (runs.size() == 1) {
                database.failureAtCommit = new IllegalStateException("the disk is full");
            }
            sql.update("INSERT INTO line (text) VALUES (?)", text);
            return text;
        });
    }

    @Test
    void every_thread_learns_that_it_is_unknown_whether_its_operation_was_committed() {
        Callable<String> unknown = () -> queue.run(true, sql -> {
            database.failureAtCommit = new CommitUnknownException(new SQLException("the connection broke"));
            return "";
        });
        var calls = together(List.of(writing("a"), unknown, writing("b")));

        List<Throwable> failures = new ArrayList<>();
        for (FutureTask<String> call : calls) {
            assertThatThrownBy(() -> result(call))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("the connection broke")
                    .cause()
                    .isInstanceOf(CommitUnknownException.class)
                    .satisfies(failures::add);
        }
        assertThat(failures).as("one exception for each thread").doesNotHaveDuplicates();
    }

    @Test
    void an_operation_that_refuses_is_not_reported_as_possibly_committed() throws Exception {
        Callable<String> refused = () -> queue.run(true, sql -> {
            throw new IllegalArgumentException("refused");
        });
        Callable<String> unknown = () -> queue.run(true, sql -> {
            database.failureAtCommit = new CommitUnknownException(new SQLException("the connection broke"));
            return "";
        });
        var calls = together(List.of(refused, unknown, writing("a")));

        assertThatThrownBy(() -> result(calls.get(0))).hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> result(calls.get(2))).hasCauseInstanceOf(CommitUnknownException.class);
    }

    @Test
    void a_transaction_that_cannot_begin_fails_once_for_all_threads() {
        var calls = CommitGroup.start(
                last -> queue.run(true, sql -> {
                    last.run();
                    database.failureAtBegin = new IllegalStateException("the book is locked");
                    return sql;
                }),
                List.of(writing("a"), writing("b")));

        for (FutureTask<String> call : calls) {
            assertThatThrownBy(() -> result(call))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the book is locked");
        }
        assertThat(database.failedBegins).isEqualTo(1);
    }

    @Test
    void an_interrupt_does_not_end_the_wait_and_is_not_lost() throws Exception {
        Callable<String> interrupted = () -> {
            Thread.currentThread().interrupt();
            String text = writing("a").call();
            return text + Thread.interrupted();
        };
        var calls = together(List.of(interrupted, writing("b")));
        assertThat(result(calls.get(0))).isEqualTo("atrue");
        result(calls.get(1));
        assertThat(lines()).containsExactly("a", "b");
    }
}
