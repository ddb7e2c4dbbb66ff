package dev.certbridge.client.adapter;

import dev.certbridge.client.adapter.OrderListing.ListedOrder;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Waits for many orders in rounds: reads the listings, looks at what changed, downloads what is issued. One request at
 * a time, in the calling thread. An order that does not change is looked at once an hour, a few in every round, for a
 * listing may not tell all.
 */
final class BulkOrderWaiter {

    private static final Duration ROUND = Duration.ofSeconds(30);
    /** Between these two ages every order is looked at again, so never later than an hour after the last time. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private static final Duration SWEEP = Duration.ofMinutes(50);
    /** What takes several requests each: orders that are done, and those that no listing shows. */
    private static final int MOST_ALONE = 100;

    private static final int MOST_UNREADABLE_ROUNDS = 5;

    private final String provider;
    private final Orders orders;
    private final OrderListing looks;
    private final SpendLog book;
    private final ConnectOptions options;
    private final Duration pace;

    BulkOrderWaiter(String provider, Orders orders, OrderListing looks, SpendLog book, ConnectOptions options) {
        this.provider = provider;
        this.orders = orders;
        this.looks = looks;
        this.book = book;
        this.options = options;
        this.pace = options.polling().map(Polling::longest).orElse(ROUND);
    }

    List<OrderId> awaitAll(Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
        Duration holdTime = OrderWaiter.holdTime(pace);
        List<OrderId> asked = List.copyOf(new LinkedHashSet<>(ids));
        AwaitedOrders waiting = new AwaitedOrders(
                asked,
                id -> new AwaitedOrder(id, new DnsValidationPublisher(publisher, book, id, options.clock(), holdTime)));
        WaitBudget patience = new WaitBudget(options, limit);
        OrderPoll one = new OrderPoll(provider, orders, waiting, listener, patience);
        LockRenewer names = new LockRenewer(waiting, one, patience, holdTime);
        int unreadable = 0;
        while (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
            Duration wanted = Duration.ZERO;
            Map<AwaitedOrder, ListedOrder> sightings = new HashMap<>();
            one.roundBegins();
            try {
                Set<AwaitedOrder> unseen = list(waiting, sightings, patience);
                unreadable = 0;
                wanted = lookAt(waiting, sightings, unseen, one, names, patience);
            } catch (UnlistedException e) {
                unreadable = e.failure() instanceof BrokenContractException ? unreadable + 1 : 0;
                if (!TransientFailures.is(e.failure()) && (unreadable == 0 || unreadable >= MOST_UNREADABLE_ROUNDS)) {
                    throw e.failure();
                }
                wanted = TransientFailures.wanted(e.failure());
                names.whenDue();
            }
            if (waiting.isEmpty() || patience.over() || !paused(patience, wanted)) {
                break;
            }
        }
        return asked.stream().filter(waiting::contains).toList();
    }

    /** Fills in what has to be looked at, and returns the orders that no listing shows. */
    private Set<AwaitedOrder> list(AwaitedOrders waiting, Map<AwaitedOrder, ListedOrder> sightings, WaitBudget patience)
            throws UnlistedException {
        // Rounded up, so that a sweep ends in its time and takes no more than one look for each page.
        long share = (waiting.size() * pace.toMillis() + SWEEP.toMillis() - 1) / SWEEP.toMillis();
        Set<AwaitedOrder> due = waiting.due(patience.now(), YOUNG, share);
        Set<AwaitedOrder> unseen = new HashSet<>(waiting.longestNotLookedAtFirst());
        try {
            BookErrors.notSent(origin(), () -> {
                looks.poll(waiting.providerIds(), sighting -> {
                    for (AwaitedOrder order : waiting.of(sighting.providerId())) {
                        unseen.remove(order);
                        if (sighting.finished() || order.changed(sighting.marker()) || due.contains(order)) {
                            sightings.put(order, sighting);
                        }
                    }
                });
                return unseen;
            });
        } catch (ResellerException e) {
            throw new UnlistedException(e);
        }
        return unseen;
    }

    /** Looks at what is new; returns how long the reseller asks to wait. */
    private static Duration lookAt(
            AwaitedOrders waiting,
            Map<AwaitedOrder, ListedOrder> sightings,
            Set<AwaitedOrder> unseen,
            OrderPoll one,
            LockRenewer names,
            WaitBudget patience) {
        int alone = 0;
        for (AwaitedOrder order : waiting.longestNotLookedAtFirst()) {
            names.whenDue();
            if (!waiting.contains(order.id())) {
                continue;
            }
            ListedOrder sighting = sightings.get(order);
            boolean costly = unseen.contains(order) || (sighting != null && sighting.finished());
            if (costly && alone < MOST_ALONE) {
                alone++;
                one.look(order, sighting);
            } else if (!costly && sighting != null) {
                one.look(order, sighting);
            } else {
                one.keep(order);
            }
            if (one.enough() || patience.over() || Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        return one.wanted();
    }

    private OperationRef origin() {
        return OperationRef.of(provider, "awaitAll");
    }

    private boolean paused(WaitBudget patience, Duration wanted) {
        try {
            patience.pause(pace, wanted);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The listings failed; told apart from what a listener throws. */
    private static final class UnlistedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ResellerException failure;

        private UnlistedException(ResellerException failure) {
            super(failure);
            this.failure = failure;
        }

        private ResellerException failure() {
            return failure;
        }
    }
}
