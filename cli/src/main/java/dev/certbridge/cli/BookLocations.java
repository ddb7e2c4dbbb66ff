package dev.certbridge.cli;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.OrderBook;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The order books of the command line: one file per reseller and environment, and beside it what belongs to it. */
final class BookLocations {

    private BookLocations() {}

    /** The book in this file, made when it is missing. */
    static OrderBook at(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder of the order book " + file + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("the order book " + file + " is a folder; name a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("the order book " + file + " is a device or a pipe; name a file");
        }
        Path rescued = rescueFolder(file);
        makeFolder(rescued);
        SqliteLibrary.unpack(file.resolveSibling(file.getFileName() + ".native"));
        return OrderBooks.sqlite(file, rescued);
    }

    /** Names on standard error the recovery files that the book could not take; returns the book. */
    static OrderBook warned(OrderBook book, PrintWriter err) {
        for (Path damaged : book.damagedRecoveryFiles()) {
            err.println(
                    "warning: recovery file " + damaged + " cannot be applied and is set aside. It may name an order:"
                            + " look at it, compare the book with certbridge audit, and remove the file");
        }
        return book;
    }

    /** The book in this file, which must be there: who asks for what is recorded does not want an empty new one. */
    static OrderBook existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no order book " + file);
        }
        return at(file);
    }

    /** Where the book of a real service is when nothing else is said; only its owner may read it. */
    static Path usual(Path folder, String reseller, String environment) {
        return folder.resolve(reseller + "-" + environment + ".db");
    }

    /**
     * Makes the folder of the books of real services.
     *
     * @throws IllegalArgumentException when there is no such place; the message names {@code --book}
     */
    static Path madeFolder(CliContext surroundings) {
        Path folder = surroundings.bookFolder();
        try {
            makeFolder(folder);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "nothing was sent: the folder " + folder
                            + " of the order book cannot be made; name a book with --book FILE",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("nothing was sent: the folder " + folder
                    + " of the order book cannot be written to; name a book with --book FILE");
        }
        return folder;
    }

    /** Makes a folder that only its owner may read. */
    static void makeFolder(Path folder) {
        try {
            boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
            Set<PosixFilePermission> own = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(
                    folder,
                    posix
                            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(own)}
                            : new FileAttribute<?>[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the folder " + folder, e);
        }
    }

    /** Keeps what the book itself could not commit. */
    static Path rescueFolder(Path file) {
        return file.resolveSibling(file.getFileName() + ".rescued");
    }

    /** Keeps the private keys of intents: whoever finds an intent again finds its key, from whatever folder. */
    static Path keys(Path file) {
        return file.resolveSibling(file.getFileName() + ".keys");
    }

    /** Keeps the keys that prices were asked with: a reseller that takes a question for an order sells for that key. */
    static Path quoteKeys(Path file) {
        return file.resolveSibling(file.getFileName() + ".quoted");
    }
}
