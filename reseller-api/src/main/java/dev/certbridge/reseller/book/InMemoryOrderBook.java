package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** One lock around two maps. */
final class InMemoryOrderBook implements OrderBook {

    private final Clock clock;
    private final Map<Long, Attempt> attempts = new TreeMap<>();
    private final Map<OrderId, OrderRequest> orders = new HashMap<>();

    InMemoryOrderBook(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Attempt> recorded(Origin origin, Intent intent, String target, OrderRequest request) {
        refuseForeignKey(origin, intent, request);
        List<Attempt> mine = attemptsOf(intent);
        for (Attempt attempt : mine) {
            if (!attempt.target().equals(target)
                    || !attempt.request().fingerprint().equals(request.fingerprint())) {
                throw new IntentMismatchException(
                        origin,
                        "nothing was sent: intent \"" + intent + "\" stands for " + attempt.request() + " at "
                                + attempt.target() + "; name this request otherwise");
            }
        }
        Optional<Attempt> accepted = mine.stream()
                .filter(attempt -> attempt.state() == Attempt.State.ACCEPTED)
                .findFirst();
        if (accepted.isEmpty()) {
            mine.stream().filter(attempt -> !attempt.state().free()).findFirst().ifPresent(open -> {
                throw unresolved(origin, open);
            });
        }
        return accepted;
    }

    @Override
    public synchronized Attempt begin(
            Origin origin, Intent intent, Verb verb, String target, OrderRequest request, Duration leave) {
        if (recorded(origin, intent, target, request).isPresent()) {
            throw new IntentMismatchException(
                    origin, "nothing was sent: intent \"" + intent + "\" was ordered meanwhile; ask for it again");
        }
        Attempt attempt = new Attempt(
                attempts.size() + 1L,
                intent,
                verb,
                target,
                request,
                UUID.randomUUID().toString(),
                clock.instant().plus(leave),
                Attempt.State.SENDING,
                Optional.empty(),
                Optional.empty());
        attempts.put(attempt.number(), attempt);
        return attempt;
    }

    @Override
    public synchronized boolean maySend(Attempt attempt) {
        Attempt now = attempts.get(attempt.number());
        return now != null
                && now.state() == Attempt.State.SENDING
                && now.owner().equals(attempt.owner())
                && clock.instant().isBefore(now.sendBefore());
    }

    @Override
    public synchronized void answered(Attempt attempt, Attempt.Head head, Optional<OrderId> id) {
        update(attempt, known -> id.map(known::with).orElse(known).with(head));
        id.ifPresent(seen -> orders.put(seen, attempt.request()));
    }

    @Override
    public synchronized void settle(Attempt attempt, Attempt.State state, Optional<OrderId> id) {
        update(attempt, known -> id.map(known::with).orElse(known).in(state));
        id.ifPresent(seen -> orders.put(seen, attempt.request()));
    }

    @Override
    public synchronized void unclaimed(OrderId id, OrderRequest request) {
        orders.put(id, request);
    }

    @Override
    public synchronized Optional<OrderRequest> requestOf(OrderId id) {
        return Optional.ofNullable(orders.get(id));
    }

    @Override
    public synchronized boolean knows(String target, String providerId) {
        return orders.keySet().stream()
                .anyMatch(id -> id.target().equals(target) && id.providerId().equals(providerId));
    }

    @Override
    public synchronized List<Attempt> unresolved() {
        return attempts.values().stream()
                .filter(attempt -> !attempt.state().free() && attempt.state() != Attempt.State.ACCEPTED)
                .toList();
    }

    private void refuseForeignKey(Origin origin, Intent intent, OrderRequest request) {
        for (Attempt attempt : attempts.values()) {
            if (!attempt.intent().equals(intent)
                    && attempt.state() != Attempt.State.NOT_SENT
                    && attempt.request().csr().keySha256().equals(request.csr().keySha256())) {
                throw new IntentMismatchException(
                        origin,
                        "nothing was sent: this public key belongs to intent \"" + attempt.intent()
                                + "\"; make a new key for every intent");
            }
        }
    }

    private static OutcomeUnknownException unresolved(Origin origin, Attempt open) {
        return new OutcomeUnknownException(
                origin,
                open.head().map(head -> head.status() / 100 == 2).orElse(false),
                open.orderId().orElse(null),
                "nothing was sent now: an earlier attempt of intent \"" + open.intent()
                        + "\" is on its way or unresolved; look it up first",
                null);
    }

    private List<Attempt> attemptsOf(Intent intent) {
        return attempts.values().stream()
                .filter(attempt -> attempt.intent().equals(intent))
                .toList();
    }

    private void update(Attempt attempt, UnaryOperator<Attempt> change) {
        attempts.computeIfPresent(attempt.number(), (number, known) -> change.apply(known));
    }
}
