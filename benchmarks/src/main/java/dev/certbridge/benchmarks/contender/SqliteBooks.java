package dev.certbridge.benchmarks.contender;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.OrderBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Order books on the disk of this machine. Their folder is emptied after each book. */
final class SqliteBooks {

    private final Path folder;

    /** Creates a folder in the working folder, which is on a real disk. {@code /tmp} may be in memory. */
    SqliteBooks() {
        try {
            Path work = Path.of(System.getProperty("certbridge.work", "target"));
            Files.createDirectories(work);
            folder = Files.createTempDirectory(work, "books");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    OrderBook open() {
        try {
            Path rescue = Files.createDirectories(folder.resolve("rescue"));
            return OrderBooks.sqlite(folder.resolve("orders.db"), rescue);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder())
                    .filter(file -> !file.equals(folder))
                    .toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
