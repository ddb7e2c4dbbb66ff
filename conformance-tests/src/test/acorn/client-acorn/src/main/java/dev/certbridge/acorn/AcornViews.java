package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.List;
import java.util.Optional;

/** Combines orders of acorn with their requests and price limits from the order book. */
final class AcornViews {

    private final SpendLog book;
    private final ResellerAccount place;

    AcornViews(SpendLog book, ResellerAccount place) {
        this.book = book;
        this.place = place;
    }

    /**
     * Returns an order that was read, and compares its charge with its limit.
     *
     * @throws OverspentException the charge exceeds the limit; the book is halted
     */
    Order order(OrderId id, ShopOrder wire) {
        Order order = known(id, wire);
        Optional<Money> allowed = book.allowed(id);
        Optional<Money> above = allowed.flatMap(limit -> above(wire, limit));
        if (above.isPresent()) {
            OverspentException overspent =
                    new OverspentException(AcornRequests.ORDER, order, above.get(), Spending.upTo(allowed.get()));
            try {
                book.overspent(id, above.get(), reason(id, above.get(), allowed.get()));
            } catch (IllegalStateException e) {
                // The overcharge is reported to the caller even if the book fails.
                overspent.addSuppressed(e);
            }
            throw overspent;
        }
        return order;
    }

    /** Returns an order from a listing. Its id is that in the book, if the book contains the order. */
    Order listed(ShopOrder wire) {
        String id = AcornMapper.text(wire.getId());
        List<KnownOrder> recorded = book.orders(place.target(), id);
        return known(
                recorded.isEmpty()
                        ? place.listedId(OrderId.Kind.ORDER, id, AcornMapper.names(wire))
                        : recorded.get(0).id(),
                wire);
    }

    /** Returns true if the order belongs to an intent in the book. */
    boolean claimed(ShopOrder wire) {
        return book.orders(place.target(), AcornMapper.text(wire.getId())).stream()
                .anyMatch(known -> known.intent().isPresent());
    }

    /** Returns the charge if it exceeds this limit or has another currency; empty otherwise. */
    static Optional<Money> above(ShopOrder wire, Money limit) {
        return AcornMapper.price(wire.getPrice())
                .filter(price -> !price.currency().equals(limit.currency()) || price.cents() > limit.cents());
    }

    static String reason(OrderId id, Money charged, Money allowed) {
        return id + " was charged " + charged + " where " + allowed + " was allowed";
    }

    private Order known(OrderId id, ShopOrder wire) {
        Order order = AcornMapper.order(place, id, wire);
        return book.requestOf(id).map(order::withRequest).orElse(order);
    }
}
