package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/** The storage of a book. Only one thread of all processes and hosts can change the book at a time. */
interface Store extends AutoCloseable {

    /**
     * Runs an operation in one transaction. When this method returns, all changes of the operation are committed. When
     * this method throws, no change is committed, except that a {@link CommitUnknownException} leaves open whether the
     * changes are committed. No other writer changes the book during the transaction.
     *
     * @throws CommitUnknownException the database failed during COMMIT, and may have committed the changes
     * @throws IllegalStateException the database failed; the message has one line
     */
    <T> T write(Function<BookTransaction, T> work);

    /** Runs an operation that only reads. All reads of the operation see the same state of the book. */
    <T> T read(Function<BookTransaction, T> work);

    /**
     * Writes a copy of the book to a new file. The copy shows the book at one moment. The book in the copy is halted.
     */
    void backUp(Path target);

    @Override
    void close();

    /**
     * Clears the interrupt flag of the thread, runs an operation, and restores the flag. Without this method, an
     * interrupt could lose the id of a new order, because connection pools and file channels fail in an interrupted
     * thread.
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

    /** Thrown if the database fails during COMMIT. The database may have committed the transaction. */
    final class CommitUnknownException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        CommitUnknownException(Throwable cause) {
            super(
                    "the order book's database failed during COMMIT (" + Sql.firstLine(cause)
                            + "), so it is unknown whether the change was committed. Check the book before you retry",
                    cause);
        }

        /** Returns the exception for a transaction that only read and therefore changed nothing. */
        IllegalStateException afterRead() {
            return new IllegalStateException(
                    "the order book's database failed after a read: " + Sql.firstLine(getCause()), this);
        }
    }
}
