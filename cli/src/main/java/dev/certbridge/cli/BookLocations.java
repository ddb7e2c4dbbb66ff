package dev.certbridge.cli;

import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.system.DurableFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds and opens the files of order books. The private keys and recovery files of a book are in folders beside the
 * file of the book.
 */
final class BookLocations {

    private BookLocations() {}

    /**
     * Opens the book in this file. Creates the book if it is missing. Prints a warning for each recovery file that the
     * book could not apply.
     */
    static OrderBook at(Path file, PrintWriter err) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("the folder of the order book " + file + " does not exist");
        }
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("the order book " + file + " is a folder. Give the path of a file");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IllegalArgumentException("the order book " + file + " is a device or a pipe. Name a file");
        }
        Path rescued = rescueFolder(file);
        makeFolder(rescued);
        SqliteLibrary.unpack(beside(file, ".native"));
        OrderBook book = OrderBooks.sqlite(file, rescued);
        for (Path damaged : book.damagedRecoveryFiles()) {
            err.println("warning: recovery file " + damaged + " could not be applied and was renamed. It may contain"
                    + " the id of an order: read it, compare the book with certbridge audit, and remove the file");
        }
        return book;
    }

    /**
     * Opens the book in this file. Throws if the file is missing, because a new order book would not contain the
     * earlier orders.
     */
    static OrderBook existing(Path file, PrintWriter err) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no order book " + file);
        }
        return at(file, err);
    }

    /** Returns the default file for the book of a reseller's live or test environment. */
    static Path usual(Path folder, String reseller, String environment) {
        return folder.resolve(reseller + "-" + environment + ".db");
    }

    /**
     * Creates the default folder of order books, and returns it. Throws if the folder cannot be created or written to.
     */
    static Path madeFolder(CliContext context) {
        Path folder = context.bookFolder();
        try {
            makeFolder(folder);
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "nothing was sent: the folder " + folder
                            + " of the order book cannot be created. Name a book with --book FILE",
                    e);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("nothing was sent: the folder " + folder
                    + " of the order book cannot be written to. Name a book with --book FILE");
        }
        return folder;
    }

    /** Creates a folder that only its owner may use. Does nothing if the folder exists. */
    static void makeFolder(Path folder) {
        try {
            DurableFile.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the folder " + folder, e);
        }
    }

    /** Returns the folder of the recovery files, which contain outcomes that the book could not commit. */
    static Path rescueFolder(Path file) {
        return beside(file, ".rescued");
    }

    /** Returns the folder that stores the private key of each intent. */
    static Path keys(Path file) {
        return beside(file, ".keys");
    }

    /**
     * Returns the folder of the private keys whose CSRs are sent in quote requests. A reseller that treats a quote
     * request as an order issues a certificate for the key of the request.
     */
    static Path quoteKeys(Path file) {
        return beside(file, ".quoted");
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
