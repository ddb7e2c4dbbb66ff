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

/** The files of order books: one per reseller and environment, with keys and recovery files beside it. */
final class BookLocations {

    private BookLocations() {}

    /** Opens the book in this file, and creates it when it is missing. */
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

    /** Warns about recovery files that the book could not apply; returns the book. */
    static OrderBook warned(OrderBook book, PrintWriter err) {
        for (Path damaged : book.damagedRecoveryFiles()) {
            err.println(
                    "warning: recovery file " + damaged + " cannot be applied and is set aside. It may name an order:"
                            + " read it, compare the book with certbridge audit, and remove the file");
        }
        return book;
    }

    /** Opens the book in this file; fails when it is missing, because a new book would be empty. */
    static OrderBook existing(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no order book " + file);
        }
        return at(file);
    }

    /** Returns the default file of the book of a real service. */
    static Path usual(Path folder, String reseller, String environment) {
        return folder.resolve(reseller + "-" + environment + ".db");
    }

    /**
     * Creates the folder of the books of real services.
     *
     * @throws IllegalArgumentException the folder cannot be created or written to; the message names {@code --book}
     */
    static Path madeFolder(CliContext context) {
        Path folder = context.bookFolder();
        try {
            makeFolder(folder);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "nothing was sent: the folder " + folder
                            + " of the order book cannot be created; name a book with --book FILE",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("nothing was sent: the folder " + folder
                    + " of the order book cannot be written to; name a book with --book FILE");
        }
        return folder;
    }

    /** Creates a folder that only its owner may read. */
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
            throw new UncheckedIOException("cannot create the folder " + folder, e);
        }
    }

    /** Returns the folder of recovery files, for what the book could not commit. */
    static Path rescueFolder(Path file) {
        return file.resolveSibling(file.getFileName() + ".rescued");
    }

    /** Returns the folder of the private keys of intents. */
    static Path keys(Path file) {
        return file.resolveSibling(file.getFileName() + ".keys");
    }

    /** Returns the folder of the keys of quotes: a reseller that takes a quote for an order issues for that key. */
    static Path quoteKeys(Path file) {
        return file.resolveSibling(file.getFileName() + ".quoted");
    }
}
