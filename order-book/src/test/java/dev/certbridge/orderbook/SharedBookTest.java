package dev.certbridge.orderbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One SQLite book and the class loaders of a JVM that send its intents, with a driver each or one for all; and files that
 * are no book to share.
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

    private static URL[] classPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .map(entry -> {
                    try {
                        return Path.of(entry).toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalArgumentException(entry, e);
                    }
                })
                .toArray(URL[]::new);
    }

    /** Everything once more, the driver included. */
    private static URLClassLoader alone() {
        return new URLClassLoader(classPath(entry -> true), ClassLoader.getPlatformClassLoader());
    }

    /** A web application of a server that has the driver. */
    private static URLClassLoader below(ClassLoader driver) {
        return new URLClassLoader(classPath(DRIVER.negate()), driver);
    }

    @SuppressWarnings("unchecked")
    private static Callable<String> user(ClassLoader loader, Path book, Path folder, Path sent) throws Exception {
        return (Callable<String>) loader.loadClass(BookClient.class.getName())
                .getConstructor(String.class, String.class, String.class, String.class)
                .newInstance(book.toString(), folder.toString(), sent.toString(), Integer.toString(BookClient.INTENTS));
    }

    private static CompletableFuture<String> started(Callable<String> user) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return user.call();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                command -> new Thread(command).start());
    }

    private static void refused(String end) {
        assertThat(end)
                .contains("already open in this JVM", "another class loader", "sqlite-jdbc once")
                .hasLineCount(1);
    }

    @Test
    void a_class_loader_with_its_own_driver_is_refused_whatever_name_it_opens_and_sends_nothing() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
        Path sent = folder.resolve("sent");
        try (URLClassLoader other = alone()) {
            try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
                Files.createLink(folder.resolve("hard.db"), file);
                for (String name : List.of("orders.db", "link.db", "hard.db")) {
                    refused(user(other, folder.resolve(name), folder, sent).call());
                }
                Files.delete(folder.resolve("hard.db"));
                assertThat(sent).doesNotExist();
                assertThat(BookSamples.begin(book).number()).isEqualTo(1);
            }
            assertThat(user(other, link, folder, sent).call()).isEqualTo(BookClient.DONE);
            BookClient.assertEachSentOnce(file, sent);
        }
    }

    @Test
    void an_opening_that_failed_or_was_closed_twice_keeps_nobody_out_and_lets_nobody_in() throws Exception {
        try (URLClassLoader other = alone()) {
            SpendLog twice = SpendLog.of(OrderBooks.sqlite(file, folder));
            SpendLog once = SpendLog.of(OrderBooks.sqlite(file, folder));
            twice.close();
            twice.close();
            refused(user(other, file, folder, folder.resolve("sent")).call());
            once.close();

            Path text = Files.writeString(folder.resolve("notes.txt"), "not a database, but long enough to look at it");
            assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(text, folder)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(user(other, text, folder, folder.resolve("sent")).call()).doesNotContain("already open");
            assertThat(user(other, file, folder, folder.resolve("sent")).call()).isEqualTo(BookClient.DONE);
        }
    }

    @Test
    void two_class_loaders_with_a_driver_each_send_every_intent_once_and_one_is_refused() throws Exception {
        for (int run = 0; run < BookClient.RUNS; run++) {
            Path book = folder.resolve("alone" + run + ".db");
            Path sent = folder.resolve("alone" + run);
            try (URLClassLoader one = alone();
                    URLClassLoader other = alone()) {
                SpendLog.of(OrderBooks.sqlite(book, folder)).close();
                CompletableFuture<String> first = started(user(one, book, folder, sent));
                CompletableFuture<String> second = started(user(other, book, folder, sent));
                List<String> ends = List.of(first.get(), second.get());
                // The slower one is refused, or comes when the faster one is done.
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
            try (URLClassLoader driver = new URLClassLoader(classPath(DRIVER), ClassLoader.getPlatformClassLoader());
                    URLClassLoader one = below(driver);
                    URLClassLoader other = below(driver)) {
                CompletableFuture<String> first = started(user(one, book, folder, sent));
                CompletableFuture<String> second = started(user(other, book, folder, sent));
                assertThat(List.of(first.get(), second.get())).containsOnly(BookClient.DONE);
                BookClient.assertEachSentOnce(book, sent);
            }
        }
    }

    @Test
    void a_book_with_a_second_name_is_refused_in_one_line() throws Exception {
        SpendLog.of(OrderBooks.sqlite(file, folder)).close();
        Path second = Files.createLink(folder.resolve("second.db"), file);
        assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(second, folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has 2 names (hard links)")
                .message()
                .hasLineCount(1);
        Files.delete(second);
        SpendLog.of(OrderBooks.sqlite(file, folder)).close();
    }

    @Test
    void a_book_that_was_replaced_while_it_was_open_is_not_used_any_more() throws Exception {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            Attempt attempt = BookSamples.begin(book);
            Files.move(file, folder.resolve("away.db"));
            for (boolean there : List.of(false, true)) {
                if (there) {
                    SpendLog.of(OrderBooks.sqlite(file, folder)).close();
                }
                assertThatThrownBy(() -> book.maySend(attempt))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("moved, removed or replaced")
                        .message()
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void a_book_whose_folder_is_gone_fails_in_one_line() throws Exception {
        Path shop = Files.createDirectory(folder.resolve("shop"));
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(shop.resolve("orders.db"), folder))) {
            Attempt attempt = BookSamples.begin(book);
            Files.move(shop, folder.resolve("away"));
            Files.createFile(shop);
            assertThatThrownBy(() -> book.maySend(attempt))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(shop.toString())
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void a_lock_file_that_somebody_removed_is_created_again() throws Exception {
        try (SpendLog book = SpendLog.of(OrderBooks.sqlite(file, folder))) {
            Path lock = folder.resolve("orders.db.lock");
            Files.delete(lock);
            assertThat(BookSamples.begin(book).number()).isEqualTo(1);
            assertThat(lock).exists();
        }
    }

    @Test
    void a_book_that_is_named_like_a_recovery_file_or_a_folder_is_refused() throws Exception {
        for (Path bad : List.of(folder.resolve("orders.rescue"), folder)) {
            assertThatThrownBy(() -> SpendLog.of(OrderBooks.sqlite(bad, folder)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad.toString())
                    .message()
                    .hasLineCount(1);
        }
    }
}
