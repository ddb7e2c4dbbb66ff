package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.TARGET;
import static dev.certbridge.orderbook.BookSamples.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the folder, and what opening a book does with it. */
class RecoveryFolderTest {

    @TempDir
    Path folder;

    @TempDir
    Path books;

    private SpendLog open(String name) {
        return SpendLog.of(OrderBooks.sqlite(books.resolve(name), folder));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_refused_in_one_line() throws Exception {
        Path file = Files.createFile(books.resolve("file"));
        for (Path bad : List.of(books.resolve("missing"), file)) {
            assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(books.resolve("a.db"), bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad.toString())
                    .message()
                    .hasLineCount(1);
        }
        assertThat(books.resolve("a.db")).doesNotExist();
    }

    @Test
    void an_open_book_leaves_the_folder_empty() throws Exception {
        open("a.db").close();
        assertThat(files()).isEmpty();
    }

    @Test
    void a_file_names_its_attempt_and_is_applied_by_the_book_that_it_is_about_alone() throws Exception {
        Path file;
        try (SpendLog book = open("a.db")) {
            file = book.rescue(BookSamples.begin(book), Optional.of(id("ABC"))).orElseThrow();
        }
        assertThat(file.getFileName().toString()).startsWith("attempt-1-").endsWith(".rescue");

        try (SpendLog other = open("b.db")) {
            BookSamples.begin(other);
        }
        try (SpendLog other = open("b.db")) {
            assertThat(other.knows(TARGET, "ABC")).isFalse();
            assertThat(file).exists();
        }
        try (SpendLog book = open("a.db")) {
            assertThat(BookSamples.recorded(book).orElseThrow().orderId()).contains(id("ABC"));
        }
        assertThat(files()).singleElement().asString().startsWith("attempt-1-").endsWith(".applied");
        open("a.db").close();
    }

    @Test
    void an_order_that_a_question_became_is_applied_as_one_without_an_intent() throws Exception {
        try (SpendLog book = open("a.db")) {
            SpendRequest question = SpendRequest.question(TARGET, BookSamples.REQUEST);
            book.rescue(book.begin(BookSamples.ORIGIN, question, BookSamples.ASKING), Optional.of(id("ABC")));
        }
        try (SpendLog other = open("b.db")) {
            assertThat(other.knows(TARGET, "ABC")).isFalse();
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.requestOf(id("ABC")).orElseThrow().fingerprint())
                    .isEqualTo(BookSamples.REQUEST.fingerprint());
            assertThat(book.orders(TARGET, "ABC"))
                    .singleElement()
                    .satisfies(order -> assertThat(order.intent()).isEmpty());
        }
        assertThat(files()).singleElement().asString().startsWith("attempt-1-").endsWith(".applied");
    }

    @Test
    void an_attempt_without_an_id_is_unknown() {
        try (SpendLog book = open("a.db")) {
            book.rescue(BookSamples.begin(book), Optional.empty());
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.unresolved())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.state()).isEqualTo(State.UNKNOWN));
        }
    }

    @Test
    void an_id_counts_although_the_attempt_was_given_up_meanwhile() {
        try (SpendLog book = open("a.db")) {
            Attempt attempt = book.begin(BookSamples.ORIGIN, BookSamples.WISH, BookSamples.OVER_AT_ONCE);
            book.rescue(attempt, Optional.of(id("ABC")));
            book.abandon(attempt, "the console shows no order");
        }
        try (SpendLog book = open("a.db")) {
            assertThat(BookSamples.recorded(book).orElseThrow().orderId()).contains(id("ABC"));
        }
    }

    @Test
    void an_interrupted_thread_writes_its_file_all_the_same() throws Exception {
        try (SpendLog book = open("a.db")) {
            Attempt attempt = BookSamples.begin(book);
            Thread.currentThread().interrupt();
            Path file = book.rescue(attempt, Optional.of(id("ABC"))).orElseThrow();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(Files.readString(file)).contains("order=" + id("ABC") + "\n");
        }
    }

    @Test
    void a_file_about_an_order_of_no_attempt_is_left_as_it_is_and_stops_nothing() throws Exception {
        String text = "# kept by an early build\nbook=0a1b\norder=" + id("ABC") + "\n";
        Path file = Files.writeString(folder.resolve("order-ABC.rescue"), text);
        try (SpendLog book = open("a.db")) {
            assertThat(book.knows(TARGET, "ABC")).isFalse();
        }
        assertThat(files()).containsExactly("order-ABC.rescue");
        assertThat(file).hasContent(text);
    }

    @Test
    void a_book_that_cannot_list_its_files_is_closed_again() throws Exception {
        Path gone = Files.createDirectory(books.resolve("gone"));
        RecoveryFolder rescues = new RecoveryFolder(gone, Clock.systemUTC());
        Files.delete(gone);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + books.resolve("a.db"))) {
            Store store = new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT);
            assertThatThrownBy(() -> new StoredOrderBook(store, Optional.of(rescues)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cannot list");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\n",
                "attempt=1\n",
                "attempt=x\nowner=o\nstate=UNKNOWN\n",
                "attempt=99999999999999999999\nowner=o\nstate=UNKNOWN\n",
                "attempt=-1\nowner=o\nstate=UNKNOWN\n",
                "attempt=1\nowner=o\nstate=STOLEN\n",
                "attempt=1\nowner=o\nstate=UNKNOWN\norder=4711\n",
                "attempt=1\nowner=o\nstate=UNKNOWN\nstatus=two hundred\n",
                "attempt=1\nowner=o\\",
                "\u001b[2J"
            })
    void a_damaged_file_is_set_aside_and_named_and_stops_neither_the_book_nor_the_other_files(String text)
            throws Exception {
        try (SpendLog book = open("a.db")) {
            book.rescue(BookSamples.begin(book), Optional.of(id("ABC")));
        }
        Files.writeString(folder.resolve("attempt-0.rescue"), text);
        for (int again = 0; again < 2; again++) {
            try (SpendLog book = open("a.db")) {
                assertThat(BookSamples.recorded(book).orElseThrow().orderId()).contains(id("ABC"));
                assertThat(book.damagedRecoveryFiles()).containsExactly(folder.resolve("attempt-0.damaged"));
            }
        }
        assertThat(folder.resolve("attempt-0.damaged")).hasContent(text);
        Files.delete(folder.resolve("attempt-0.damaged"));
        try (SpendLog book = open("a.db")) {
            assertThat(book.damagedRecoveryFiles()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"SENDING", "ACCEPTED"})
    void a_file_without_the_order_or_the_end_that_it_tells_is_set_aside_and_the_intent_can_be_settled(State state)
            throws Exception {
        Attempt attempt;
        try (SpendLog book = open("a.db")) {
            attempt = book.begin(BookSamples.ORIGIN, BookSamples.WISH, BookSamples.OVER_AT_ONCE);
            book.settle(attempt, State.UNKNOWN, Optional.empty());
        }
        Files.writeString(
                folder.resolve("attempt-1.rescue"), "attempt=1\nowner=" + attempt.owner() + "\nstate=" + state + "\n");
        try (SpendLog book = open("a.db")) {
            assertThat(book.damagedRecoveryFiles()).containsExactly(folder.resolve("attempt-1.damaged"));
            assertThat(book.unresolved()).extracting(Attempt::state).containsExactly(State.UNKNOWN);
            book.abandon(attempt, "the console shows no order");
            assertThat(BookSamples.begin(book).number()).isEqualTo(2);
        }
    }

    @Test
    void a_file_that_is_no_text_no_file_or_endless_is_set_aside_too() throws Exception {
        Files.write(folder.resolve("a.rescue"), new byte[] {(byte) 0xff, 0});
        Files.createDirectory(folder.resolve("b.rescue"));
        Files.createSymbolicLink(folder.resolve("c.rescue"), Path.of("/dev/zero"));
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("d.rescue").toFile(), "rw")) {
            large.setLength(1L << 32);
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.damagedRecoveryFiles())
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("a.damaged", "b.damaged", "c.damaged", "d.damaged");
        }
    }

    @Test
    void a_file_that_the_book_does_not_take_is_set_aside_and_one_that_meets_a_failing_book_is_kept() throws Exception {
        Path file = books.resolve("a.db");
        try (SpendLog book = open("a.db")) {
            book.rescue(BookSamples.begin(book), Optional.of(id("ABC")));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            new Sql(connection).run("UPDATE certbridge_attempt SET begun = 'yesterday'");
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.damagedRecoveryFiles()).singleElement().asString().endsWith(".damaged");
            book.rescue(BookSamples.begin(SpendLog.of(OrderBooks.inMemory())), Optional.of(id("ABC")));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            new Sql(connection).run("DROP TABLE certbridge_attempt");
            new Sql(connection).run("DROP TABLE certbridge_book");
        }
        assertThatThrownBy(() -> open("a.db"))
                .isInstanceOf(IllegalStateException.class)
                .message()
                .hasLineCount(1);
        assertThat(files()).anyMatch(name -> name.endsWith(".rescue"));
    }
}
