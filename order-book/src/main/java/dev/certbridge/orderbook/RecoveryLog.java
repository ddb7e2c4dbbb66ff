package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.OrderId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a book leaves in its folder when it cannot commit, and takes in when it is opened. */
final class RecoveryLog {

    private final Store store;
    private final RecoveryFolder folder;

    /** Applies what an earlier run could only leave in the folder. */
    RecoveryLog(Store store, RecoveryFolder folder) {
        this.store = store;
        this.folder = folder;
        folder.applyTo(text -> !RecoveryEntry.isOfNoAttempt(text) && apply(RecoveryEntry.parse(text)));
    }

    /** Returns the files that were set aside in the folder. */
    List<Path> damaged() {
        return folder.damaged();
    }

    Path keep(Attempt attempt, Optional<OrderId> id) {
        RecoveryEntry rescued = RecoveryEntry.of(attempt, id);
        return folder.keep("attempt-" + rescued.attempt(), rescued.owner(), rescued.text());
    }

    /**
     * True when it was about an attempt of this book.
     *
     * @throws IllegalArgumentException the book works and does not take it
     */
    private boolean apply(RecoveryEntry left) {
        try {
            return applied(left);
        } catch (IllegalStateException e) {
            // Throws itself when it is the book that fails, and then the file is kept for the next opening.
            store.read(BookTransaction::halted);
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private boolean applied(RecoveryEntry left) {
        return store.write(pages -> pages.attempt(left.attempt())
                .filter(known -> known.owner().equals(left.owner()))
                .map(known -> {
                    Attempt told = BookRules.afterWord(known, left.state(), left.id());
                    OrderOwnership.keep(pages, left.head().map(told::with).orElse(told), left.id());
                    return known;
                })
                .isPresent());
    }
}
