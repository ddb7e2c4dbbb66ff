package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/** The storage of a book. Among all threads, processes and hosts, only one writer at a time can change the book. */
interface Store extends AutoCloseable {

    /**
     * Runs an operation in one transaction. All changes are committed when the method returns. If the method throws, no
     * change is committed. After a {@link CommitUnknownException}, the changes may be committed. No other writer
     * changes the book during the transaction.
     *
     * @throws CommitUnknownException the database failed during COMMIT, and may have committed
     * @throws IllegalStateException the database failed; the message is one line
     */
    <T> T write(Function<BookTransaction, T> work);

    /** Runs an operation that only reads. All reads of the operation see the same state of the book. */
    <T> T read(Function<BookTransaction, T> work);

    /** Writes the state of the book at one moment to a new file. The book in the copy is halted. */
    void backUp(Path target);

    @Override
    void close();

    /**
     * Clears the interrupt flag of the thread, runs an operation, and restores the flag. Connection pools and file
     * channels fail in an interrupted thread, so an interrupt could lose the id of an order that was just accepted.
     */
    static <T> T uninterrupted(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A failure of the database during COMMIT. The transaction may have been committed. */
    final class CommitUnknownException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        CommitUnknownException(Throwable cause) {
            super(
                    "the order book's database failed during COMMIT (" + Sql.firstLine(cause)
                            + "), so it is unknown if the change was committed. Check the book before you retry",
                    cause);
        }

        /** Returns the exception to throw for a transaction that only read and therefore changed nothing. */
        IllegalStateException afterRead() {
            return new IllegalStateException(
                    "the order book's database failed after a read: " + Sql.firstLine(getCause()), this);
        }
    }
}
