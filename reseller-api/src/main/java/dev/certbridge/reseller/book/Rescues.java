package dev.certbridge.reseller.book;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** What a book leaves in its folder when it cannot commit, and takes in when it is opened. */
final class Rescues {

    private final Store store;
    private final RescueFolder folder;
    // Read at the opening: when it is needed the store has failed.
    private final String identity;

    /** Applies what an earlier run could only leave in the folder. */
    Rescues(Store store, RescueFolder folder) {
        this.store = store;
        this.folder = folder;
        this.identity = store.write(pages -> {
            String known = pages.identity().orElseGet(() -> UUID.randomUUID().toString());
            pages.identity(known);
            return known;
        });
        folder.applyTo(text -> RescuedOrder.isIn(text) ? apply(RescuedOrder.parse(text)) : apply(Rescued.parse(text)));
    }

    Path keep(Attempt attempt, Optional<OrderId> id) {
        Rescued rescued = Rescued.of(attempt, id);
        return folder.keep("attempt-" + rescued.attempt(), rescued.owner(), rescued.text());
    }

    Path keep(OrderId id, OrderRequest request) {
        String text = new RescuedOrder(identity, id, request).text();
        return folder.keep("unclaimed", UUID.randomUUID().toString(), text);
    }

    /** True when it was about an attempt of this book. */
    private boolean apply(Rescued left) {
        return store.write(pages -> pages.attempt(left.attempt())
                .filter(known -> known.owner().equals(left.owner()))
                .map(known -> {
                    Attempt told = BookRules.afterWord(known, left.state(), left.id());
                    Claims.keep(pages, left.head().map(told::with).orElse(told), left.id());
                    return known;
                })
                .isPresent());
    }

    /** True when it was left by this book. */
    private boolean apply(RescuedOrder left) {
        if (!left.book().equals(identity)) {
            return false;
        }
        store.change(pages -> Claims.unclaimed(pages, left.id(), left.request()));
        return true;
    }
}
