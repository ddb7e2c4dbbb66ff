package dev.certbridge.conformance.wire;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.book.Verb;
import dev.certbridge.reseller.failure.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The book in memory, with every page of it open to a test that watches or tears one out. */
class WatchedBook implements OrderBook {

    private final OrderBook kept = OrderBook.inMemory();

    @Override
    public Optional<Attempt> recorded(Origin origin, Intent intent, String target, OrderRequest request) {
        return kept.recorded(origin, intent, target, request);
    }

    @Override
    public Attempt begin(Origin origin, Intent intent, Verb verb, String target, OrderRequest request, Duration leave) {
        return kept.begin(origin, intent, verb, target, request, leave);
    }

    @Override
    public boolean maySend(Attempt attempt) {
        return kept.maySend(attempt);
    }

    @Override
    public void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
        kept.answered(attempt, head, id);
    }

    @Override
    public void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
        kept.settle(attempt, state, id);
    }

    @Override
    public void unclaimed(OrderId id, OrderRequest request) {
        kept.unclaimed(id, request);
    }

    @Override
    public Optional<OrderRequest> requestOf(OrderId id) {
        return kept.requestOf(id);
    }

    @Override
    public boolean knows(String target, String providerId) {
        return kept.knows(target, providerId);
    }

    @Override
    public List<Attempt> unresolved() {
        return kept.unresolved();
    }
}
