package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.model.ShopOrder;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the order of an attempt. Acorn returns the CSR of every order. If exactly one order has the CSR of the attempt,
 * it is the order of the attempt.
 */
final class AcornAttemptMatcher {

    private final AcornReads reads;
    private final SpendLog book;
    private final ResellerAccount place;
    private final Clock clock;

    AcornAttemptMatcher(AcornReads reads, SpendLog book, ResellerAccount place, Clock clock) {
        this.reads = reads;
        this.book = book;
        this.place = place;
        this.clock = clock;
    }

    Reconciliation reconcile(Attempt attempt) {
        if (!attempt.target().equals(place.target())) {
            throw new IllegalArgumentException(
                    "nothing was sent: the attempt is at " + attempt.target() + ", this client at " + place.target());
        }
        // If the response contained the id of an order, no other order can be that of the attempt.
        List<ShopOrder> alike = attempt.orderId()
                .flatMap(id -> reads.known(id.providerId()))
                .map(List::of)
                .orElseGet(() -> fresh(attempt));
        List<ShopOrder> proven =
                alike.stream().filter(order -> isOurs(order, attempt)).toList();
        if (proven.size() == 1) {
            haltWhenAbove(proven.get(0), attempt);
            return Reconciliation.placed(id(proven.get(0), attempt));
        }
        List<OrderId> candidates = (proven.isEmpty() ? alike : proven)
                .stream()
                        .filter(order -> isOurs(order, attempt) || order.getCsr() == null)
                        .map(order -> id(order, attempt))
                        .toList();
        return candidates.isEmpty() ? Reconciliation.notListed(clock.instant()) : Reconciliation.candidates(candidates);
    }

    /** Returns the orders that are new since the attempt, match its request and belong to no other intent. */
    private List<ShopOrder> fresh(Attempt attempt) {
        Set<String> before = attempt.terms()
                .snapshot()
                .flatMap(book::snapshot)
                .map(Snapshot::seen)
                .orElse(Set.of());
        return reads.orders().stream()
                .filter(order -> !before.contains(AcornMapper.text(order.getId())))
                .filter(order -> AcornMapper.isFor(order, attempt.request()))
                .filter(order -> book.orders(place.target(), AcornMapper.text(order.getId())).stream()
                        .flatMap(known -> known.intent().stream())
                        .allMatch(attempt.intent()::equals))
                .toList();
    }

    /** Halts the book if the charge exceeds the limit. The response that was lost would have shown the charge. */
    private void haltWhenAbove(ShopOrder order, Attempt attempt) {
        attempt.terms()
                .allowed()
                .ifPresent(limit -> AcornViews.above(order, limit)
                        .ifPresent(charged -> book.halt(AcornViews.reason(id(order, attempt), charged, limit))));
    }

    private OrderId id(ShopOrder order, Attempt attempt) {
        return place.orderId(AcornMapper.text(order.getId()), attempt.request());
    }

    private static boolean isOurs(ShopOrder order, Attempt attempt) {
        try {
            return Optional.ofNullable(order.getCsr())
                    .map(Csr::parse)
                    .filter(attempt.request().csr()::equals)
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
