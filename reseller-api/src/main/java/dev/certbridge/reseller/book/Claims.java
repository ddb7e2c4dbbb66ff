package dev.certbridge.reseller.book;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import java.util.Optional;

/** Which attempt became which order, in the pages of a book. */
final class Claims {

    private Claims() {}

    /** Writes an attempt anew, and the order it became. */
    static void keep(Pages pages, Attempt attempt, Optional<OrderId> id) {
        pages.change(attempt);
        id.ifPresent(seen -> pages.put(BookRules.claimed(pages.order(seen), seen, attempt)));
    }

    /** Writes an order that exists without an intent, unless it is known. */
    static void unclaimed(Pages pages, OrderId id, OrderRequest request) {
        if (pages.order(id).isEmpty()) {
            pages.put(new Recorded(id, request, Optional.empty()));
        }
    }

    /** The attempt that ordered it, not the one that completed it. */
    static Optional<Attempt> orderedBy(Pages pages, OrderId id) {
        return pages.accepted(id).stream()
                .filter(attempt -> attempt.wish().completes().isEmpty())
                .findFirst();
    }
}
