package dev.certbridge.orderbook;

import static dev.certbridge.orderbook.BookSamples.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One SQLite book that several class loaders and processes use, with one driver or several, while somebody else reads,
 * moves or links its file.
 */
class SharedBookTest {

    private static final Predicate<String> DRIVER = entry -> entry.contains("sqlite-jdbc") || entry.contains("slf4j");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("orders.db");
    }

    /** Returns a class loader with its own copy of everything, the driver included. */
    private static URLClassLoader alone() {
        return JavaProcess.classLoader(entry -> true);
    }

    /** Returns a class loader like that of a web application whose server has the driver. */
    private static URLClassLoader below(ClassLoader driver) {
        return new URLClassLoader(JavaProcess.classPath(DRIVER.negate()), driver);
    }

    @SuppressWarnings("unchecked")
    private static Callable<String> client(ClassLoader loader, Path book, Path folder, Path sent) throws Exception {
        return (Callable<String>) loader.loadClass(BookClient.class.getName())
                .getConstructor(String.class, String.class, String.class, String.class)
                .newInstance(book.toString(), folder.toString(), sent.toString(), Integer.toString(BookClient.INTENTS));
    }

    private static CompletableFuture<String> started(Callable<String> client) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                command -> new Thread(command).start());
    }

    private static void refused(String end) {
        assertThat(end)
                .contains("another class loader of this JVM", "its own copy", "sqlite-jdbc once")
                .hasLineCount(1);
    }

    @Test
    void a_class_loader_with_its_own_driver_is_refused_under_every_name_of_the_file_and_sends_nothing()
            throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
        Path sent = folder.resolve("sent");
        try (URLClassLoader other = alone()) {
            try (SpendLog book = sqlite(file, folder)) {
                Files.createLink(folder.resolve("hard.db"), file);
                for (String name : List.of("orders.db", "link.db", "hard.db")) {
                    refused(client(other, folder.resolve(name), folder, sent).call());
                }
                Files.delete(folder.resolve("hard.db"));
                assertThat(sent).doesNotExist();
                assertThat(begin(book).number()).isEqualTo(1);
            }
            assertThat(client(other, link, folder, sent).call()).isEqualTo(BookClient.DONE);
            BookClient.assertEachSentOnce(file, sent);
        }
    }

    @Test
    void a_failed_opening_and_a_second_close_change_nothing_for_others() throws Exception {
        try (URLClassLoader other = alone()) {
            SpendLog twice = sqlite(file, folder);
            SpendLog once = sqlite(file, folder);
            twice.close();
            twice.close();
            refused(client(other, file, folder, folder.resolve("sent")).call());
            once.close();

            Path text = Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to look at it");
            assertRefused(() -> sqlite(text, folder));
            assertThat(client(other, text, folder, folder.resolve("sent")).call())
                    .doesNotContain("another class loader");
            assertThat(client(other, file, folder, folder.resolve("sent")).call())
                    .isEqualTo(BookClient.DONE);
        }
    }

    @Test
    void two_class_loaders_with_a_driver_each_send_every_intent_once_and_one_is_refused() throws Exception {
        for (int run = 0; run < BookClient.RUNS; run++) {
            Path book = folder.resolve("alone" + run + ".db");
            Path sent = folder.resolve("alone" + run);
            try (URLClassLoader one = alone();
                    URLClassLoader other = alone()) {
                sqlite(book, folder).close();
                CompletableFuture<String> first = started(client(one, book, folder, sent));
                CompletableFuture<String> second = started(client(other, book, folder, sent));
                List<String> ends = List.of(first.get(), second.get());
                // The slower one is refused, or opens the book after the faster one has closed it.
                assertThat(ends).contains(BookClient.DONE);
                ends.stream().filter(end -> !end.equals(BookClient.DONE)).forEach(SharedBookTest::refused);
                BookClient.assertEachSentOnce(book, sent);
            }
        }
    }

    @Test
    void two_class_loaders_with_one_driver_share_a_book() throws Exception {
        for (int run = 0; run < BookClient.RUNS; run++) {
            Path book = folder.resolve("shared" + run + ".db");
            Path sent = folder.resolve("shared" + run);
            try (URLClassLoader driver = JavaProcess.classLoader(DRIVER);
                    URLClassLoader one = below(driver);
                    URLClassLoader other = below(driver)) {
                CompletableFuture<String> first = started(client(one, book, folder, sent));
                CompletableFuture<String> second = started(client(other, book, folder, sent));
                assertThat(List.of(first.get(), second.get())).containsOnly(BookClient.DONE);
                BookClient.assertEachSentOnce(book, sent);
            }
        }
    }

    @Test
    void a_book_with_a_second_name_is_refused_in_one_line() throws Exception {
        sqlite(file, folder).close();
        Path second = Files.createLink(folder.resolve("second.db"), file);
        assertRefused(() -> sqlite(second, folder), "has 2 names (hard links)");
        Files.delete(second);
        sqlite(file, folder).close();
    }

    @Test
    void a_book_that_was_replaced_while_it_was_open_is_not_used_any_more() throws Exception {
        try (SpendLog book = sqlite(file, folder)) {
            Attempt attempt = begin(book);
            Files.move(file, folder.resolve("away.db"));
            for (boolean there : List.of(false, true)) {
                if (there) {
                    sqlite(file, folder).close();
                }
                assertRefused(() -> book.maySend(attempt), "moved, removed or replaced");
            }
        }
    }

    @Test
    void a_book_whose_folder_is_gone_fails_in_one_line() throws Exception {
        Path shop = Files.createDirectory(folder.resolve("shop"));
        try (SpendLog book = sqlite(shop.resolve("orders.db"), folder)) {
            Attempt attempt = begin(book);
            Files.move(shop, folder.resolve("away"));
            Files.createFile(shop);
            assertRefused(() -> book.maySend(attempt), shop.toString());
        }
    }

    @Test
    void a_lock_file_that_somebody_removed_is_created_again() throws Exception {
        try (SpendLog book = sqlite(file, folder)) {
            Path lock = folder.resolve("orders.db.lock");
            Files.delete(lock);
            assertThat(begin(book).number()).isEqualTo(1);
            assertThat(lock).exists();
        }
    }

    @Test
    void a_book_that_is_named_like_a_recovery_file_or_a_folder_is_refused() throws Exception {
        for (Path bad : List.of(folder.resolve("orders.rescue"), folder)) {
            assertFails(IllegalArgumentException.class, () -> sqlite(bad, folder), bad.toString());
        }
    }

    /** Prints whether a file is locked. */
    static final class LockCheck {

        private LockCheck() {}

        public static void main(String[] args) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(args[0], "rw");
                    FileLock lock = file.getChannel().tryLock()) {
                System.out.println(lock == null ? "locked" : "free");
            }
        }
    }

    /** Sends the intents of a book while it reads the file, which drops SQLite's own locks on it. */
    static final class ReadingClient {

        private ReadingClient() {}

        public static void main(String[] args) throws IOException {
            Thread reader = new Thread(() -> readAgainAndAgain(Path.of(args[0])));
            reader.setDaemon(true);
            reader.start();
            System.out.println(new BookClient(args[0], args[1], args[2], args[3]).call());
        }

        private static void readAgainAndAgain(Path book) {
            while (true) {
                read(book);
                // Often enough to meet many transactions, and not so often that nobody else gets the processor.
                LockSupport.parkNanos(500_000);
            }
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String output(Class<?> program, Path file) {
        try {
            return JavaProcess.output(JavaProcess.start(JavaProcess.QUICK, program, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_transaction_locks_other_processes_out_although_its_process_reads_the_file() {
        Path lock = folder.resolve("orders.db.lock");
        try (SqliteStore store = SqliteStore.open(file, Schema.CURRENT)) {
            String within = store.write(tx -> {
                tx.halted(Optional.of("half a change"));
                read(file);
                return output(LockCheck.class, lock);
            });
            assertThat(within).isEqualTo("locked");
            assertThat(output(LockCheck.class, lock)).isEqualTo("free");
        }
    }

    @Test
    void four_processes_that_also_read_the_file_send_every_intent_once() throws Exception {
        for (int run = 0; run < BookClient.RUNS; run++) {
            Path book = folder.resolve("read" + run + ".db");
            Path sent = folder.resolve("read" + run);
            sqlite(book, folder).close();
            List<Process> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    clients.add(JavaProcess.start(
                            JavaProcess.QUICK, ReadingClient.class, book, folder, sent, BookClient.INTENTS));
                }
                for (Process client : clients) {
                    assertThat(JavaProcess.output(client)).isEqualTo(BookClient.DONE);
                }
            } finally {
                clients.forEach(Process::destroyForcibly);
            }
            BookClient.assertEachSentOnce(book, sent);
        }
    }
}
