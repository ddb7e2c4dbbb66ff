package dev.certbridge.orderbook;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where the pages of a book lie. One writer at a time, whoever it is and wherever it runs. */
interface Store extends AutoCloseable {

    /**
     * Changes pages in one step: all of it is committed when this returns, and nothing of it when this throws. Nobody
     * else changes anything meanwhile.
     *
     * @throws CommitUnknownException the store failed at the end, and may have committed
     * @throws IllegalStateException the store failed; in one line
     */
    <T> T write(Function<BookTransaction, T> work);

    /** The same, without a result. */
    default void change(Consumer<BookTransaction> work) {
        write(pages -> {
            work.accept(pages);
            return pages;
        });
    }

    /** Reads pages as they stood at one moment. */
    <T> T read(Function<BookTransaction, T> work);

    /**
     * Writes a copy as it stood at one moment, halted.
     *
     * @param target a new file
     * @throws UnsupportedOperationException the store has another way of its own
     */
    void backUp(Path target);

    @Override
    void close();
}
