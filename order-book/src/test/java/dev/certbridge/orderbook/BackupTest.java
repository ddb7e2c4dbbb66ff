package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Backups of a book, and their use in its place. */
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
    void a_backup_has_every_order_and_sends_nothing_until_a_person_resumes_it() throws Exception {
        try (SpendLog book = sqlite(file, folder)) {
            accept(book, begin(book), "ABC");
            book.backup(target);
            assertThat(book.halted()).isEmpty();
            assertThat(book.begin(ORIGIN, quote(), QUOTE_TERMS).number())
                    .as("the book goes on")
                    .isEqualTo(2);
        }
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(fileNames(backups)).containsExactly(target.getFileName().toString());
        try (SpendLog restored = sqlite(target, folder)) {
            assertThat(recordedId(restored)).contains(id("ABC"));
            assertThat(restored.halted().orElseThrow()).contains("backup of the order book");
            assertThatThrownBy(() -> restored.begin(ORIGIN, quote(), QUOTE_TERMS))
                    .isInstanceOf(BookHaltedException.class);
            restored.resume("compared with the reseller");
            assertThat(restored.begin(ORIGIN, quote(), QUOTE_TERMS).number()).isEqualTo(2);
        }
    }

    @Test
    void a_backup_of_a_halted_book_keeps_the_first_reason() {
        try (SpendLog book = sqlite(file, folder)) {
            book.halt("charged too much");
            book.backup(target);
        }
        try (SpendLog restored = sqlite(target, folder)) {
            assertThat(restored.halted().orElseThrow()).contains("charged too much", "backup of the order book");
        }
    }

    @Test
    void a_backup_is_consistent_while_others_write() throws Exception {
        try (SpendLog book = sqlite(file, folder);
                SpendLog writing = sqlite(file, folder)) {
            CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 100; i++) {
                    accept(writing, writing.begin(ORIGIN, quote(), QUOTE_TERMS), "order" + i);
                }
            });
            for (int i = 0; !done.isDone(); i++) {
                Path copy = backups.resolve(i + ".db");
                book.backup(copy);
                try (SpendLog restored = sqlite(copy, folder)) {
                    assertThat(restored.unresolved()).hasSizeLessThan(2);
                }
            }
            done.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void a_backup_overwrites_nothing_and_needs_a_folder() throws Exception {
        try (SpendLog book = sqlite(file, folder)) {
            Files.createSymbolicLink(target, backups.resolve("nowhere"));
            for (Path existing : new Path[] {file, target, backups}) {
                assertFails(IllegalArgumentException.class, () -> book.backup(existing), existing + " exists already");
            }
            assertFails(
                    IllegalArgumentException.class,
                    () -> book.backup(backups.resolve("no/such/folder/a.db")),
                    "does not exist");
            assertThat(begin(book).number()).isEqualTo(1);
        }
    }

    @Test
    void a_book_in_memory_cannot_be_backed_up() {
        assertFails(UnsupportedOperationException.class, () -> inMemory().backup(target), "in memory");
    }

    @Tag("postgres")
    @Test
    void a_book_in_PostgreSQL_is_backed_up_by_pg_dump() throws Exception {
        PGSimpleDataSource source = RunningPostgres.emptySchema();
        SpendLog book = postgres(source, folder, source.getCurrentSchema());
        assertFails(
                UnsupportedOperationException.class,
                () -> book.backup(target),
                "pg_dump --schema=" + source.getCurrentSchema());
    }
}
