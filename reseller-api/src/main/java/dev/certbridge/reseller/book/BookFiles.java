package dev.certbridge.reseller.book;

import dev.certbridge.reseller.OrderId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The recovery files of a book, and its backups. Part of every {@link OrderBook}. */
public interface BookFiles {

    /**
     * Keeps what could not be committed: the attempt, and the order if its id was seen, in a file of the folder that the
     * book was opened with, on the disk when this returns. Opening the same book again, with that folder, applies the file
     * and renames it to {@code .applied}. Does nothing in a book without a folder.
     *
     * @param attempt with the state in which it ended; when that is {@code SENDING}, it is accepted if there is an id
     * @return the file
     * @throws java.io.UncheckedIOException it cannot be written
     */
    Optional<Path> rescue(Attempt attempt, Optional<OrderId> id);

    /**
     * Writes a backup of a SQLite book to a new file, while the book is in use. The backup is as the book stood at one
     * moment, on the disk when this returns, and halted: it has forgotten every later order, so it sends nothing until
     * {@link #resume}. Other steps wait meanwhile, ten seconds at most, and fail then.
     *
     * @param target a new file in an existing folder, readable for its owner alone
     * @throws IllegalArgumentException the file exists, or its folder does not
     * @throws IllegalStateException the book failed
     * @throws java.io.UncheckedIOException the file cannot be written
     * @throws UnsupportedOperationException a book in PostgreSQL, which {@code pg_dump} backs up, or in memory
     */
    void backup(Path target);

    /**
     * Returns the recovery files that cannot be read or applied. Opening the book renamed them to {@code .damaged} and
     * went on; each may name an order, so a person looks at them, and removes them.
     */
    List<Path> damagedRecoveryFiles();
}
