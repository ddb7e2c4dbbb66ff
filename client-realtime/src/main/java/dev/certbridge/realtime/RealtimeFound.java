package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Optional;

/** An order that was looked at, held against what the book knows of it. */
final class RealtimeFound {

    private final SpendLog book;
    private final RealtimeOverspending overspending;

    RealtimeFound(SpendLog book) {
        this.book = book;
        this.overspending = new RealtimeOverspending(book);
    }

    /**
     * The same order with what was asked for. A refund is told to the book.
     *
     * @throws OverspentException it was charged more than the book allows, for the first time
     * @throws ProviderFaultException the book failed; looking again is safe
     */
    Order known(OperationRef origin, Order order, Process process) {
        order.refunded().filter(refund -> refund.cents() > 0).ifPresent(refund -> refunded(order, refund));
        Order known;
        Optional<Money> allowed;
        try {
            known = book.requestOf(order.id()).map(order::withRequest).orElse(order);
            allowed = book.allowed(order.id());
        } catch (IllegalStateException e) {
            throw new ProviderFaultException(origin, 0, "the order book failed", e);
        }
        allowed.ifPresent(limit -> overspending.refuse(origin, known, process, Spending.upTo(limit), limit));
        return known;
    }

    private void refunded(Order order, Money refund) {
        try {
            book.refunded(order.id(), refund);
        } catch (IllegalStateException e) {
            // It is seen again at the next look, and must not hide the order from this one.
        }
    }
}
