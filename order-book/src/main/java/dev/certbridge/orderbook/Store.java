package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The storage of a book: memory or a database. One writer at a time, over all threads, processes and hosts. */
interface Store extends AutoCloseable {

    /**
     * Runs work in one transaction: all of it is committed when this returns, and nothing of it when this throws. Nobody
     * else changes anything meanwhile.
     *
     * @throws CommitUnknownException the database failed during COMMIT, and may have committed
     * @throws IllegalStateException the database failed; the message is one line
     */
    <T> T write(Function<BookTransaction, T> work);

    /** Runs work that has no result as {@link #write} does. */
    default void change(Consumer<BookTransaction> work) {
        write(tx -> {
            work.accept(tx);
            return tx;
        });
    }

    /** Reads the book as it was at one moment. */
    <T> T read(Function<BookTransaction, T> work);

    /**
     * Writes a halted copy of the book as it was at one moment.
     *
     * @param target a new file
     * @throws UnsupportedOperationException the store is backed up by other means
     */
    void backUp(Path target);

    @Override
    void close();

    /**
     * Runs work with the interrupt flag of the thread cleared, and restores the flag afterwards. Connection pools and file
     * channels give up in an interrupted thread, and then the id of an order that was just accepted would be lost.
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

    /** A failure of the database during COMMIT: the transaction may be committed or not. */
    final class CommitUnknownException extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        CommitUnknownException(Throwable cause) {
            super(
                    "the order book's database failed during COMMIT (" + Sql.firstLine(cause)
                            + "), so the change may be in the book or not. Check the book before you retry",
                    cause);
        }

        /** Returns the failure of a transaction that changed nothing. */
        IllegalStateException afterRead() {
            return new IllegalStateException(
                    "the order book's database failed after a read: " + Sql.firstLine(getCause()), this);
        }
    }
}
