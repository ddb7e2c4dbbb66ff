package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What a backup of a book holds, and what it does in the place of its book. */
class BackupTest {

    @TempDir
    Path folder;

    @TempDir
    Path backups;

    private Path file;
    private Path target;

    @BeforeEach
    void nameFiles() {
        file = folder.resolve("orders.db");
        target = backups.resolve("backup of ä?b#c%41&d=e;f'g.db");
    }

    @Test
    void a_backup_knows_every_order_and_sends_nothing_until_a_person_says_so() throws Exception {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            book.settle(BookSamples.begin(book), State.ACCEPTED, Optional.of(BookSamples.id("ABC")));
            book.backup(target);
            assertThat(book.halted()).isEmpty();
            assertThat(book.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING)
                            .number())
                    .as("the book goes on")
                    .isEqualTo(2);
        }
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (Stream<Path> files = Files.list(backups)) {
            assertThat(files).containsExactly(target);
        }
        try (SpendLog restored = SpendLog.of(OrderBooks.sqlite(target, folder))) {
            assertThat(BookSamples.recorded(restored).orElseThrow().orderId()).contains(BookSamples.id("ABC"));
            assertThat(restored.halted().orElseThrow()).contains("backup of the order book");
            assertThatThrownBy(() -> restored.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING))
                    .isInstanceOf(BookHaltedException.class);
            restored.resume("compared with the reseller");
            assertThat(restored.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING)
                            .number())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_backup_of_a_halted_book_keeps_the_first_reason() {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            book.halt("charged too much");
            book.backup(target);
        }
        try (SpendLog restored = SpendLog.of(OrderBooks.sqlite(target, folder))) {
            assertThat(restored.halted().orElseThrow()).contains("charged too much", "backup of the order book");
        }
    }

    @Test
    void a_backup_is_of_one_moment_while_others_write() throws Exception {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder));
                SpendLog writing = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    Attempt attempt = writing.begin(BookSamples.ORIGIN, question(), BookSamples.ASKING);
                    writing.settle(attempt, State.ACCEPTED, Optional.of(BookSamples.id("order" + i)));
                }
            });
            for (int i = 0; !done.isDone(); i++) {
                Path copy = backups.resolve(i + ".db");
                book.backup(copy);
                try (SpendLog restored = SpendLog.of(OrderBooks.sqlite(copy, folder))) {
                    assertThat(restored.unresolved()).hasSizeLessThan(2);
                }
            }
            done.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void a_backup_replaces_nothing_and_needs_a_folder() throws Exception {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            Files.createSymbolicLink(target, backups.resolve("nowhere"));
            for (Path existing : new Path[] {file, target, backups}) {
                assertThatThrownBy(() -> book.backup(existing))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(existing + " exists already")
                        .message()
                        .hasLineCount(1);
            }
            assertThatThrownBy(() -> book.backup(backups.resolve("no/such/folder/a.db")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not exist");
            assertThat(BookSamples.begin(book).number()).isEqualTo(1);
        }
    }

    @Test
    void a_book_in_memory_has_none() {
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.inMemory()).backup(target))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("in memory");
    }

    @Tag("postgres")
    @Test
    void a_book_in_PostgreSQL_leaves_it_to_pg_dump() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        SpendLog book = SpendLog.of(OrderBooks.postgres(source, folder, source.getCurrentSchema()));
        assertThatThrownBy(() -> book.backup(target))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("pg_dump --schema=" + source.getCurrentSchema());
    }

    private static SpendRequest question() {
        return SpendRequest.question(BookSamples.TARGET, BookSamples.REQUEST);
    }
}
