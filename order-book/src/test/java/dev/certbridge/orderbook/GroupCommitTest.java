package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.BudgetExhaustedException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that write to one book at the same time commit together, and each gets what it would get alone. */
class GroupCommitTest {

    private static final int CALLERS = 8;

    @TempDir
    static Path folder;

    private static Callable<Attempt> beginning(SpendLog book, SpendRequest request, SpendTerms terms) {
        return () -> book.begin(ORIGIN, request, terms);
    }

    /** Returns the attempts of eight intents, with a key each. */
    private static List<Callable<Attempt>> beginnings(SpendLog book, SpendTerms terms) {
        return IntStream.range(0, CALLERS)
                .mapToObj(i -> beginning(book, spend("intent " + i), terms))
                .toList();
    }

    private static <T> T result(FutureTask<T> call) throws Exception {
        return call.get(60, TimeUnit.SECONDS);
    }

    /** The rules of a group, whatever the database is. */
    abstract static class Contract {

        Store store;
        SpendLog book;

        /** Returns the number of commits until now that changed the book. */
        abstract long commits();

        @AfterEach
        void close() {
            book.close();
        }

        @Test
        void attempts_of_different_intents_are_committed_together() throws Exception {
            List<Callable<Attempt>> calls = beginnings(book, TERMS);
            long before = commits();
            List<FutureTask<Attempt>> begun = CommitGroup.start(store, calls);
            List<Long> numbers = new ArrayList<>();
            for (FutureTask<Attempt> attempt : begun) {
                numbers.add(result(attempt).number());
            }

            assertThat(commits() - before)
                    .as("the group and the transaction before it")
                    .isLessThanOrEqualTo(2);
            assertThat(numbers).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
            assertThat(book.unresolved()).extracting(Attempt::number).isEqualTo(numbers);
        }

        @Test
        void one_intent_begins_once_and_the_others_are_told_so() throws Exception {
            List<Callable<Attempt>> calls = new ArrayList<>(beginnings(book, TERMS));
            calls.set(3, beginning(book, SPEND, TERMS));
            calls.set(5, beginning(book, SPEND, TERMS));
            List<FutureTask<Attempt>> begun = CommitGroup.start(store, calls);

            assertThatThrownBy(() -> result(begun.get(5))).hasCauseInstanceOf(OutcomeUnknownException.class);
            for (int i : List.of(0, 1, 2, 3, 4, 6, 7)) {
                result(begun.get(i));
            }
            assertThat(book.unresolved()).hasSize(CALLERS - 1);
        }

        @Test
        void a_budget_is_never_overdrawn_within_a_group() throws Exception {
            book.budget(Budget.of("november", 100, Money.parse("EUR:100.00")));
            List<FutureTask<Attempt>> begun =
                    CommitGroup.start(store, beginnings(book, taking("november", "EUR:30.00")));

            for (int i = 0; i < CALLERS; i++) {
                FutureTask<Attempt> each = begun.get(i);
                if (i < 3) {
                    result(each);
                } else {
                    assertThatThrownBy(() -> result(each)).hasCauseInstanceOf(BudgetExhaustedException.class);
                }
            }
            assertThat(book.left("november").orElseThrow().cents()).isEqualTo(1_000);
        }

        @Test
        void an_attempt_after_a_halt_in_the_same_group_is_refused() throws Exception {
            List<Callable<Attempt>> calls = new ArrayList<>(beginnings(book, TERMS));
            calls.set(4, () -> {
                book.halt("charged too much");
                return null;
            });
            List<FutureTask<Attempt>> begun = CommitGroup.start(store, calls);

            for (int i : List.of(0, 1, 2, 3)) {
                assertThat(book.maySend(result(begun.get(i)))).isFalse();
            }
            for (int i : List.of(5, 6, 7)) {
                assertThatThrownBy(() -> result(begun.get(i))).hasCauseInstanceOf(BookHaltedException.class);
            }
            assertThat(book.unresolved()).hasSize(4);
        }
    }

    @Nested
    class Sqlite extends Contract {

        private Path file;

        @BeforeEach
        void open() throws IOException {
            file = Files.createTempDirectory(folder, "book").resolve("orders.db");
            store = SqliteStore.open(file, Schema.CURRENT);
            book = new StoredOrderBook(store, Optional.empty());
        }

        /** SQLite counts the changes of a file in its bytes 24 to 27. */
        @Override
        long commits() {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
                bytes.seek(24);
                return bytes.readInt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    @Tag("postgres")
    class Postgres extends Contract {

        private final AtomicInteger commits = new AtomicInteger();
        private Network network;

        /** A source that counts commits, and loses the connection during one when a test says so. */
        private final class Network extends RunningPostgres.ChangedSource {

            private static final long serialVersionUID = 1L;

            private transient Optional<Boolean> lost = Optional.empty();

            Network() throws SQLException {
                super(RunningPostgres.emptySchema());
            }

            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return intercepted(Connection.class, connection, (method, arguments, real) -> {
                    if (method.equals("commit")) {
                        commits.incrementAndGet();
                        if (lost.isPresent()) {
                            boolean committed = lost.get();
                            lost = Optional.empty();
                            if (committed) {
                                connection.commit();
                            }
                            connection.abort(Runnable::run);
                            throw new SQLException("the connection broke", "08006");
                        }
                    }
                    return real.call();
                });
            }
        }

        @BeforeEach
        void open() throws SQLException {
            network = new Network();
            store = RunningPostgres.store(network, Schema.CURRENT);
            book = new StoredOrderBook(store, Optional.empty());
        }

        @Override
        long commits() {
            return commits.get();
        }

        /** Begins eight attempts in one transaction, and loses the response to its COMMIT. */
        private List<FutureTask<Attempt>> begunWithLostCommit(boolean committed) {
            return CommitGroup.start(store, losing(committed, beginnings(book, TERMS)));
        }

        /** Lets the connection break during the next commit, once the first call has run within its transaction. */
        private List<Callable<Attempt>> losing(boolean committed, List<Callable<Attempt>> calls) {
            List<Callable<Attempt>> all = new ArrayList<>(calls);
            AtomicInteger runs = new AtomicInteger();
            all.add(() -> store.write(tx -> {
                if (runs.incrementAndGet() == 1) {
                    network.lost = Optional.of(committed);
                }
                return null;
            }));
            return all;
        }

        @Test
        void all_attempts_of_a_group_that_was_committed_although_the_response_was_lost_are_begun() throws Exception {
            List<FutureTask<Attempt>> begun = begunWithLostCommit(true);
            for (FutureTask<Attempt> attempt : begun.subList(0, CALLERS)) {
                assertThat(book.maySend(result(attempt))).isTrue();
            }
            assertThat(book.unresolved()).hasSize(CALLERS);
        }

        @Test
        void no_attempt_of_a_group_that_was_not_committed_is_begun_and_every_intent_is_free() throws Exception {
            List<FutureTask<Attempt>> begun = begunWithLostCommit(false);
            for (FutureTask<Attempt> attempt : begun.subList(0, CALLERS)) {
                assertThatThrownBy(() -> result(attempt))
                        .hasCauseInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("a COMMIT failed", "Nothing was sent");
            }
            assertThat(book.unresolved()).isEmpty();
            for (Callable<Attempt> again : beginnings(book, TERMS)) {
                again.call();
            }
        }
    }
}
