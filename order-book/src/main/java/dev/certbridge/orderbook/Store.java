package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/** The storage of a book. One writer at a time changes it, among all threads, processes and hosts. */
interface Store extends AutoCloseable {

    /**
     * Runs work in one transaction. All changes are committed when the method returns. No change is committed when it
     * throws, except possibly with {@link CommitUnknownException}. No other writer changes the book during the
     * transaction.
     *
     * @throws CommitUnknownException the database failed during COMMIT, and may have committed
     * @throws IllegalStateException the database failed; the message is one line
     */
    <T> T write(Function<BookTransaction, T> work);

    /** Runs work that only reads. All its reads see the book at the same moment. */
    <T> T read(Function<BookTransaction, T> work);

    /** Writes the book, as it is at one moment, to a new file. The copy is halted. */
    void backUp(Path target);

    @Override
    void close();

    /**
     * Runs work with the interrupt flag of the thread cleared, and restores the flag afterwards. Connection pools and
     * file channels fail in an interrupted thread, so an interrupt would otherwise lose the id of an order that was
     * just accepted.
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

    /** A failure of the database during COMMIT. The transaction may have been committed or not. */
    final class CommitUnknownException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        CommitUnknownException(Throwable cause) {
            super(
                    "the order book's database failed during COMMIT (" + Sql.firstLine(cause)
                            + "), so the change may be in the book or not. Check the book before you retry",
                    cause);
        }

        /** Returns the exception to throw if the transaction only read and therefore changed nothing. */
        IllegalStateException afterRead() {
            return new IllegalStateException(
                    "the order book's database failed after a read: " + Sql.firstLine(getCause()), this);
        }
    }
}
