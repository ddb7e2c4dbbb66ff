package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Attempts that may be in the book although nothing was sent for them, because the answer to their COMMIT was lost. Left
 * alone, such an attempt would keep its intent from being ordered until a person abandons it.
 */
final class UnsentAttempts {

    private final Store store;
    private final Optional<RecoveryLog> recovery;
    private final Queue<Unsent> waiting = new ConcurrentLinkedQueue<>();

    /** An attempt, and its recovery file for the case that this process ends first. */
    private record Unsent(Attempt attempt, Optional<Path> file) {}

    UnsentAttempts(Store store, Optional<RecoveryLog> recovery) {
        this.store = store;
        this.recovery = recovery;
    }

    /**
     * Returns the attempt when the book has it after all. A change waits for the transaction whose answer was lost, so what
     * it sees is final.
     *
     * @throws IllegalStateException it was not committed, or the book still fails and settles it as not sent later
     */
    Attempt committed(Attempt attempt, CommitUnknownException lost) {
        boolean known;
        try {
            known = store.write(pages -> known(pages, attempt).isPresent());
        } catch (IllegalStateException e) {
            lost.addSuppressed(e);
            waiting.add(new Unsent(attempt, recoveryFile(attempt, lost)));
            throw new IllegalStateException(
                    "the answer to a COMMIT was lost. Nothing was sent, and intent \"" + attempt.intent()
                            + "\" may be ordered again once the database answers: " + e.getMessage(),
                    lost);
        }
        if (!known) {
            throw new IllegalStateException(
                    "a COMMIT failed. Nothing was sent, and intent \"" + attempt.intent() + "\" may be ordered again: "
                            + lost.getMessage(),
                    lost);
        }
        return attempt;
    }

    /** Settles what waits; throws {@link IllegalStateException} when the book still fails. */
    void settle() {
        for (Unsent unsent = waiting.peek(); unsent != null; unsent = waiting.peek()) {
            Attempt attempt = unsent.attempt();
            store.change(pages -> known(pages, attempt)
                    .ifPresent(known ->
                            pages.change(BookRules.afterWord(known, Attempt.State.NOT_SENT, Optional.empty()))));
            unsent.file().ifPresent(UnsentAttempts::remove);
            waiting.remove(unsent);
        }
    }

    private Optional<Path> recoveryFile(Attempt attempt, CommitUnknownException lost) {
        try {
            return recovery.map(folder -> folder.keep(attempt.in(Attempt.State.NOT_SENT), Optional.empty()));
        } catch (UncheckedIOException e) {
            lost.addSuppressed(e);
            return Optional.empty();
        }
    }

    private static Optional<Attempt> known(BookTransaction pages, Attempt attempt) {
        return pages.attempt(attempt.number()).filter(known -> known.owner().equals(attempt.owner()));
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Applied once more when the book is opened next, it changes nothing.
        }
    }
}
