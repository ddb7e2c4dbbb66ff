package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.order.OrderId;
import java.util.List;
import java.util.Optional;

/** Which attempt became which order, in the pages of a book. */
final class OrderOwnership {

    private OrderOwnership() {}

    /** Writes an attempt anew, and the order it became. */
    static void keep(BookTransaction pages, Attempt attempt, Optional<OrderId> id) {
        pages.change(attempt);
        id.ifPresent(seen -> pages.put(BookRules.claimed(pages.order(seen), seen, attempt)));
    }

    /** The attempts that became it and whose price is open. */
    static List<Attempt> priceOpen(BookTransaction pages, OrderId id) {
        return pages.accepted(id).stream().filter(Attempt::priceOpen).toList();
    }

    /** Leaves no price of it open. */
    static void closePrice(BookTransaction pages, OrderId id) {
        priceOpen(pages, id).stream().map(Attempt::afterComparison).forEach(pages::change);
    }

    /** The attempt that ordered it, not one that completed it and not a question that became it. */
    static Optional<Attempt> orderedBy(BookTransaction pages, OrderId id) {
        return pages.accepted(id).stream().filter(Attempt::orders).findFirst();
    }
}
