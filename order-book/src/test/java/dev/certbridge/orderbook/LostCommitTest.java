package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.spi.SpendLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A COMMIT whose answer is lost: what it did is found out, and no intent is stuck. */
@Tag("postgres")
class LostCommitTest {

    /** A network that fails after, or instead of, the next COMMIT, and then for some connections. */
    private static final class Network extends PGSimpleDataSource {

        private static final long serialVersionUID = 1L;

        private boolean loses;
        private boolean commits;
        private int refused;
        private int left;

        Network(PGSimpleDataSource source) {
            setUrl(source.getUrl());
            setUser("postgres");
        }

        void loseCommit(boolean committed, int connectionsRefused) {
            loses = true;
            commits = committed;
            refused = connectionsRefused;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (left > 0) {
                left--;
                throw new SQLException("the network is gone", "08001");
            }
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        boolean lost = method.getName().equals("commit") && loses;
                        if (lost) {
                            loses = false;
                            left = refused;
                            if (commits) {
                                connection.commit();
                            }
                            connection.abort(Runnable::run);
                            throw new SQLException("the connection broke", "08006");
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @TempDir
    Path folder;

    private Network network;
    private SpendLog book;

    @BeforeEach
    void openBook() throws Exception {
        network = new Network(RunningPostgres.emptySchema());
        book = open();
    }

    private SpendLog open() {
        return SpendLog.of(OrderBooks.postgres(network, folder, network.getCurrentSchema()));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void an_attempt_that_was_committed_all_the_same_is_begun() throws Exception {
        network.loseCommit(true, 0);
        Attempt attempt = BookSamples.begin(book);
        assertThat(book.maySend(attempt)).isTrue();
        assertThat(book.unresolved()).extracting(Attempt::owner).containsExactly(attempt.owner());
        assertThat(files()).isEmpty();
    }

    @Test
    void an_attempt_that_was_not_committed_is_told_so_and_its_intent_is_free() throws Exception {
        network.loseCommit(false, 0);
        assertThatThrownBy(() -> BookSamples.begin(book))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "COMMIT failed", "Nothing was sent", BookSamples.INTENT.name(), "the connection broke")
                .message()
                .hasLineCount(1);
        assertThat(BookSamples.begin(book).number()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void an_intent_is_free_in_this_process_once_the_database_answers_again() throws Exception {
        network.loseCommit(true, 1);
        assertThatThrownBy(() -> BookSamples.begin(book))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("the answer to a COMMIT was lost", "Nothing was sent", "the network is gone")
                .message()
                .hasLineCount(1);
        assertThat(files()).singleElement().asString().endsWith(".rescue");

        assertThat(BookSamples.recorded(book)).isEmpty();
        assertThat(files()).isEmpty();
        assertThat(BookSamples.begin(book).number()).isEqualTo(2);
    }

    @Test
    void an_intent_is_free_in_the_next_process() throws Exception {
        network.loseCommit(true, 1);
        assertThatThrownBy(() -> BookSamples.begin(book)).isInstanceOf(IllegalStateException.class);

        SpendLog next = open();
        assertThat(files()).singleElement().asString().endsWith(".applied");
        assertThat(next.unresolved()).isEmpty();
        assertThat(BookSamples.begin(next).number()).isEqualTo(2);
    }

    @Test
    void another_change_is_told_as_one_that_may_be_in_the_book() {
        Attempt attempt = BookSamples.begin(book);
        network.loseCommit(true, 0);
        assertThatThrownBy(() -> book.settle(attempt, State.ACCEPTED, Optional.of(BookSamples.id("ABC"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("failed while it committed", "may be in the book or not")
                .message()
                .hasLineCount(1);
        book.settle(attempt, State.ACCEPTED, Optional.of(BookSamples.id("ABC")));
        assertThat(BookSamples.recorded(book).orElseThrow().orderId()).contains(BookSamples.id("ABC"));
    }

    @Test
    void a_read_is_not_told_as_a_change() {
        network.loseCommit(true, 0);
        assertThatThrownBy(book::unresolved)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("failed after a read", "the connection broke")
                .hasMessageNotContaining("may be in the book")
                .message()
                .hasLineCount(1);
    }
}
