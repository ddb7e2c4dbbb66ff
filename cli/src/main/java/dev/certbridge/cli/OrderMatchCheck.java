package dev.certbridge.cli;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;

/** The order that a person says an attempt became: refused where the book or the id itself says otherwise. */
final class OrderMatchCheck {

    private OrderMatchCheck() {}

    /** Refuses with {@link IllegalArgumentException}, before anything is asked or changed. */
    static void require(OrderBook book, Attempt attempt, OrderId order) {
        OrderRequest request = attempt.request();
        if (!order.target().equals(attempt.target())) {
            throw refused(attempt, "it was sent to " + attempt.target() + ", the order is at " + order.target());
        }
        if (order.kind() != request.kind()) {
            throw refused(
                    attempt,
                    "it asked for " + JsonOutput.word(request.kind()) + ", not " + JsonOutput.word(order.kind()));
        }
        String key = request.hasCsr() ? request.csr().keySha256() : OrderId.NONE;
        if (!order.keySha256().equals(OrderId.NONE) && !order.keySha256().equals(key)) {
            throw refused(attempt, "the order is for another public key");
        }
        boolean named = !order.namesSha256().equals(OrderId.NONE);
        if (named && !order.namesSha256().equals(DomainName.namesSha256(request.names()))) {
            throw refused(attempt, "the order is for other names than " + String.join(", ", request.names()));
        }
        // A completion may have an intent of its own: it became no order, it was about one.
        if (attempt.wish().completes().isEmpty()) {
            book.orders(order.target(), order.providerId()).stream()
                    .flatMap(known -> known.intent().stream())
                    .filter(intent -> !intent.equals(attempt.intent()))
                    .findFirst()
                    .ifPresent(intent -> {
                        throw refused(attempt, "the order is that of intent \"" + intent + "\"");
                    });
        }
    }

    private static IllegalArgumentException refused(Attempt attempt, String why) {
        return new IllegalArgumentException("nothing was changed: attempt " + attempt.number() + " of intent \""
                + attempt.intent() + "\" did not become this order: " + why);
    }
}
