package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.fixture.LogRecords;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in the recovery folder, and what opening a book does with them. */
class RecoveryFolderTest {

    @TempDir
    Path folder;

    @TempDir
    Path books;

    private SpendLog open(String name) {
        return sqlite(books.resolve(name), folder);
    }

    private List<String> files() throws Exception {
        return fileNames(folder);
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_refused_in_one_line() throws Exception {
        Path file = Files.createFile(books.resolve("file"));
        for (Path bad : List.of(books.resolve("missing"), file)) {
            assertFails(IllegalArgumentException.class, () -> sqlite(books.resolve("a.db"), bad), bad.toString());
        }
        assertThat(books.resolve("a.db")).doesNotExist();
    }

    @Test
    void opening_a_book_leaves_the_folder_empty() throws Exception {
        open("a.db").close();
        assertThat(files()).isEmpty();
    }

    @Test
    void a_file_is_named_by_its_attempt_and_applied_by_its_own_book_alone() throws Exception {
        Path file;
        try (SpendLog book = open("a.db")) {
            file = book.writeRecoveryFile(begin(book), Optional.of(id("ABC"))).orElseThrow();
        }
        assertThat(file.getFileName().toString()).startsWith("attempt-1-").endsWith(".rescue");

        try (SpendLog other = open("b.db")) {
            begin(other);
        }
        try (SpendLog other = open("b.db")) {
            assertThat(other.knows(TARGET, "ABC")).isFalse();
            assertThat(file).exists();
        }
        try (SpendLog book = open("a.db")) {
            assertThat(recordedId(book)).contains(id("ABC"));
        }
        assertThat(files()).singleElement().asString().startsWith("attempt-1-").endsWith(".applied");
        open("a.db").close();
    }

    @Test
    void an_order_that_a_quote_became_is_applied_without_an_intent() throws Exception {
        try (SpendLog book = open("a.db")) {
            book.writeRecoveryFile(book.begin(ORIGIN, quote(), QUOTE_TERMS), Optional.of(id("ABC")));
        }
        try (SpendLog other = open("b.db")) {
            assertThat(other.knows(TARGET, "ABC")).isFalse();
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.requestOf(id("ABC")).orElseThrow().fingerprint()).isEqualTo(REQUEST.fingerprint());
            assertThat(book.orders(TARGET, "ABC"))
                    .singleElement()
                    .satisfies(order -> assertThat(order.intent()).isEmpty());
        }
        assertThat(files()).singleElement().asString().startsWith("attempt-1-").endsWith(".applied");
    }

    @Test
    void an_attempt_without_an_id_is_applied_as_unknown() {
        try (SpendLog book = open("a.db")) {
            book.writeRecoveryFile(begin(book), Optional.empty());
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.unresolved()).singleElement().returns(State.UNKNOWN, Attempt::state);
        }
    }

    @Test
    void an_id_is_applied_although_the_attempt_was_abandoned_meanwhile() {
        try (SpendLog book = open("a.db")) {
            Attempt attempt = book.begin(ORIGIN, SPEND, OVER_AT_ONCE);
            book.writeRecoveryFile(attempt, Optional.of(id("ABC")));
            book.abandon(attempt, REASON);
        }
        try (SpendLog book = open("a.db")) {
            assertThat(recordedId(book)).contains(id("ABC"));
        }
    }

    @Test
    void an_interrupted_thread_still_writes_its_file() throws Exception {
        try (SpendLog book = open("a.db")) {
            Attempt attempt = begin(book);
            Thread.currentThread().interrupt();
            Path file = book.writeRecoveryFile(attempt, Optional.of(id("ABC"))).orElseThrow();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(Files.readString(file)).contains("order=" + id("ABC") + "\n");
        }
    }

    @Test
    void a_file_about_an_order_without_an_attempt_is_ignored() throws Exception {
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
        RecoveryFolder recovery = new RecoveryFolder(gone, Clock.systemUTC());
        Files.delete(gone);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + books.resolve("a.db"))) {
            Store store = new SqliteStore(connection, Clock.systemUTC(), Schema.CURRENT);
            assertRefused(() -> new StoredOrderBook(store, Optional.of(recovery)), "cannot list");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    /** In particular {@link java.util.Properties} reads none of these values as they were written. */
    @Test
    void applies_a_file_of_an_earlier_version_and_still_writes_the_same_text() throws Exception {
        Attempt attempt;
        try (SpendLog book = open("a.db")) {
            attempt = begin(book);
        }
        String headers = "  x-process-id: ABC\nx-path: C:\\new\\0\r\nx-odd: \0!#= \u65e5\u672c\n";
        String values =
                "attempt=1\nowner=" + attempt.owner() + "\nintent=shop-4711/1\ntarget=regfish live -\nverb=ORDER\n"
                        + "state=ACCEPTED\norder=" + id("ABC")
                        + "\nstatus=202\nheaders=  x-process-id: ABC\\nx-path: C:\\\\new\\\\0"
                        + "\\r\\nx-odd: \\0!#= \u65e5\u672c\\n\n";
        Files.writeString(
                folder.resolve("attempt-1-20261122T100000.000Z-0123abcd.rescue"),
                "# The order book could not keep this. It takes it when it is opened next with this folder, and then"
                        + " renames the file.\n" + values);
        try (SpendLog book = open("a.db")) {
            Attempt applied = recorded(book).orElseThrow();
            assertThat(applied.orderId()).contains(id("ABC"));
            assertThat(applied.head()).contains(new Attempt.Head(202, headers));
            assertThat(Files.readString(book.writeRecoveryFile(applied, Optional.of(id("ABC")))
                            .orElseThrow()))
                    .startsWith("# ")
                    .endsWith("\n" + values);
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
    void a_damaged_file_is_set_aside_and_listed_and_the_book_opens(String text) throws Exception {
        try (SpendLog book = open("a.db")) {
            book.writeRecoveryFile(begin(book), Optional.of(id("ABC")));
        }
        Files.writeString(folder.resolve("attempt-0.rescue"), text);
        try (LogRecords log = LogRecords.of(RecoveryFolder.class.getName())) {
            for (int again = 0; again < 2; again++) {
                try (SpendLog book = open("a.db")) {
                    assertThat(recordedId(book)).contains(id("ABC"));
                    assertThat(book.damagedRecoveryFiles()).containsExactly(folder.resolve("attempt-0.damaged"));
                }
            }
            assertThat(log.records())
                    .singleElement()
                    .satisfies(line -> assertThat(line.getMessage())
                            .startsWith("recovery file " + folder.resolve("attempt-0.rescue") + " cannot be applied")
                            .hasLineCount(1));
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
    void a_file_without_its_order_or_outcome_is_set_aside_and_the_attempt_can_be_settled(State state) throws Exception {
        Attempt attempt;
        try (SpendLog book = open("a.db")) {
            attempt = book.begin(ORIGIN, SPEND, OVER_AT_ONCE);
            book.settle(attempt, State.UNKNOWN, Optional.empty());
        }
        Files.writeString(
                folder.resolve("attempt-1.rescue"), "attempt=1\nowner=" + attempt.owner() + "\nstate=" + state + "\n");
        try (SpendLog book = open("a.db")) {
            assertThat(book.damagedRecoveryFiles()).containsExactly(folder.resolve("attempt-1.damaged"));
            assertThat(book.unresolved()).extracting(Attempt::state).containsExactly(State.UNKNOWN);
            book.abandon(attempt, REASON);
            assertThat(begin(book).number()).isEqualTo(2);
        }
    }

    @Test
    void binary_and_endless_files_and_folders_are_set_aside_too() throws Exception {
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
    void a_file_that_the_book_refuses_is_set_aside_and_a_file_that_meets_a_failing_book_stays() throws Exception {
        Path file = books.resolve("a.db");
        try (SpendLog book = open("a.db")) {
            book.writeRecoveryFile(begin(book), Optional.of(id("ABC")));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            new Sql(connection).run("UPDATE certbridge_attempt SET begun = 'yesterday'");
        }
        try (SpendLog book = open("a.db")) {
            assertThat(book.damagedRecoveryFiles()).singleElement().asString().endsWith(".damaged");
            book.writeRecoveryFile(begin(inMemory()), Optional.of(id("ABC")));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            new Sql(connection).run("DROP TABLE certbridge_attempt");
            new Sql(connection).run("DROP TABLE certbridge_book");
        }
        assertRefused(() -> open("a.db"));
        assertThat(files()).anyMatch(name -> name.endsWith(".rescue"));
    }
}
