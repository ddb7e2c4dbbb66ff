package dev.certbridge.client.adapter;

import dev.certbridge.client.adapter.AwaitedOrders.AwaitedOrder;
import dev.certbridge.client.adapter.DnsValidationPublisher.PublishingFailedException;
import dev.certbridge.client.adapter.OrderListing.ListedOrder;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Waits for many orders in rounds. Each round reads the listings, polls the orders that changed, and downloads the
 * issued certificates. A listing may not show every change, so an order that does not change in the listings is polled
 * about once an hour. Create a new instance for each wait.
 */
final class BulkOrderWaiter {

    private static final Duration ROUND = Duration.ofSeconds(30);
    /** The minimum time between two polls of an order that does not change in the listings. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    /** The time within which every order is polled at least once, even if the order does not change in the listings. */
    private static final Duration SWEEP = Duration.ofMinutes(50);
    /**
     * The maximum number of orders that one round reads with a request for each order. An order is read alone if the
     * order has ended or is missing in the listings.
     */
    private static final int MOST_ALONE = 100;

    private static final int MOST_UNREADABLE_ROUNDS = 5;
    /** A round ends after this number of consecutive failed polls, because a service seems to be down. */
    private static final int MOST_FAILURES = 5;

    private final OrderWaiter waiter;
    private final OrderListing listing;
    private final AwaitListener listener;
    private final OperationRef operation;
    private final Duration pause;
    private final Duration lockTime;
    private final List<OrderId> asked;
    private final AwaitedOrders waiting;
    private final OrderWaiter.WaitBudget budget;
    private final WaitHints hints;
    /** True if the wait consists of one round, because the time limit is zero. */
    private final boolean oneRound;

    private Instant locksRenewed;
    // The following fields belong to the current round.
    private int failures;
    private Duration requestedPause = Duration.ZERO;
    private Set<AwaitedOrder> due = Set.of();
    private Map<AwaitedOrder, ListedOrder> changed = Map.of();
    private Set<AwaitedOrder> unlisted = Set.of();
    private int mostAlone;

    BulkOrderWaiter(
            OrderWaiter waiter,
            OrderListing listing,
            Collection<OrderId> ids,
            Duration limit,
            DnsPublisher publisher,
            AwaitListener listener) {
        this.waiter = waiter;
        this.listing = listing;
        this.listener = listener;
        this.operation = OperationRef.of(waiter.operation.provider(), "awaitAll");
        this.pause = waiter.options.polling().map(Polling::longest).orElse(ROUND);
        this.lockTime = OrderWaiter.lockTime(pause);
        this.asked = List.copyOf(new LinkedHashSet<>(ids));
        this.waiting = new AwaitedOrders(
                asked, id -> new DnsValidationPublisher(publisher, waiter.book, id, waiter.options.clock(), lockTime));
        this.budget = new OrderWaiter.WaitBudget(waiter.options, limit);
        this.hints = waiter.hints(budget);
        this.oneRound = limit.isZero();
        this.locksRenewed = budget.now();
    }

    /**
     * Waits until all orders are finished, the time limit has passed, or the thread is interrupted. Returns the orders
     * that are not finished.
     */
    List<OrderId> await() {
        int unreadable = 0;
        while (!waiting.isEmpty() && !Thread.currentThread().isInterrupted()) {
            failures = 0;
            requestedPause = Duration.ZERO;
            boolean listed = false;
            try {
                listed = SpendExecutor.orNotSent(operation, this::list);
                unreadable = 0;
            } catch (ResellerException e) {
                unreadable = e instanceof BrokenContractException ? unreadable + 1 : 0;
                if (!OrderWaiter.isTransient(e) && (unreadable == 0 || unreadable >= MOST_UNREADABLE_ROUNDS)) {
                    throw e;
                }
                requestedPause = OrderWaiter.requestedPause(e);
                failures++;
                renewLocks();
            }
            if (listed) {
                pollAll();
            }
            // The pause between two rounds holds no listing.
            due = Set.of();
            changed = Map.of();
            unlisted = Set.of();
            if (waiting.isEmpty() || budget.isOver() || !pause()) {
                break;
            }
        }
        return asked.stream().filter(waiting::contains).toList();
    }

    /**
     * Reads the listings. Stores which orders must be polled, and which orders no listing contains. Always returns
     * true.
     */
    private boolean list() {
        // The number is rounded up, so that every order is polled within SWEEP.
        long share = (waiting.size() * pause.toMillis() + SWEEP.toMillis() - 1) / SWEEP.toMillis();
        due = waiting.due(budget.now(), YOUNG, share);
        changed = new HashMap<>();
        unlisted = new HashSet<>(waiting.oldestFirst());
        boolean complete = listing.poll(waiting.providerIds(), listed -> {
            for (AwaitedOrder order : waiting.of(listed.providerId())) {
                unlisted.remove(order);
                if (isToBePolled(order, listed)) {
                    changed.put(order, listed);
                }
            }
        });
        mostAlone = complete ? MOST_ALONE : Integer.MAX_VALUE;
        return true;
    }

    private boolean isToBePolled(AwaitedOrder order, ListedOrder listed) {
        return listed.finished() || order.isChanged(listed.marker()) || due.contains(order);
    }

    private void pollAll() {
        int finished = 0;
        int alone = 0;
        for (AwaitedOrder order : waiting.oldestFirst()) {
            renewLocks();
            if (!waiting.contains(order.id)) {
                continue;
            }
            ListedOrder listed = changed.get(order);
            if (unlisted.contains(order) && alone < mostAlone) {
                alone++;
                readAlone(order);
            } else if (listed != null && (!listed.finished() || finished++ < MOST_ALONE)) {
                poll(order, listed);
            } else {
                keep(order);
            }
            if (mustStop() || (budget.isOver() && !oneRound)) {
                return;
            }
        }
    }

    /**
     * Returns true if the round must stop because the reseller is down, the reseller requests a pause, or the thread is
     * interrupted.
     */
    private boolean mustStop() {
        return failures >= MOST_FAILURES
                || !requestedPause.isZero()
                || Thread.currentThread().isInterrupted();
    }

    /**
     * Reads each order that has a new hint, during the pause between two rounds. Returns true if the pause has to end.
     */
    private boolean pollHinted(Set<String> ids) {
        List<AwaitedOrder> hinted = ids.stream()
                .flatMap(id -> waiting.of(id).stream())
                .limit(MOST_ALONE)
                .toList();
        for (AwaitedOrder order : hinted) {
            renewLocks();
            if (waiting.contains(order.id)) {
                readAlone(order);
            }
            if (mustStop()) {
                return true;
            }
        }
        return waiting.isEmpty();
    }

    /** Reads an order alone, and polls the order if it changed. */
    private void readAlone(AwaitedOrder order) {
        ListedOrder read;
        try {
            read = SpendExecutor.orNotSent(operation, () -> listing.read(order.id));
        } catch (UnauthorizedException e) {
            // This failure concerns the account and not only the order, so it ends the wait.
            throw e;
        } catch (ResellerException e) {
            failed(order, e);
            return;
        }
        if (isToBePolled(order, read)) {
            poll(order, read);
        } else {
            failures = 0;
            waiting.moveToEnd(order);
            keep(order);
        }
    }

    /**
     * Renews the locks on the DNS names of all orders, so that no lock ends during a long round. Does nothing if less
     * than a quarter of the lock time has passed since the last renewal.
     */
    private void renewLocks() {
        if (budget.now().isBefore(locksRenewed.plus(lockTime.dividedBy(4)))) {
            return;
        }
        for (AwaitedOrder order : waiting.oldestFirst()) {
            keep(order);
        }
        locksRenewed = budget.now();
    }

    /**
     * Renews the locks on the DNS names of an order, and publishes the postponed records of the order. After a failure
     * that is not transient, the wait for the order ends.
     */
    private void keep(AwaitedOrder order) {
        try {
            order.validations.keep();
        } catch (PublishingFailedException e) {
            if (!e.isTransient()) {
                end(order, unpublished(Order.accepted(order.id, Optional.empty(), "not polled"), e));
            }
        } catch (NotSentException e) {
            // The order book failed. The postponed records wait for the next round.
            failures++;
        }
    }

    private void poll(AwaitedOrder order, ListedOrder listed) {
        Order seen;
        IssuedCertificate issued;
        try {
            seen = SpendExecutor.orNotSent(operation, () -> listed.order().apply(order.id));
            issued = seen.state() == Order.State.ISSUED
                    ? SpendExecutor.orNotSent(operation, () -> waiter.downloader.apply(order.id))
                    : null;
        } catch (UnauthorizedException e) {
            throw e;
        } catch (ResellerException e) {
            failed(order, e);
            return;
        }
        if (listed.finished()) {
            order.pollAgain(budget.now());
        } else {
            order.polled(listed.marker(), budget.now(), seen.validations().isEmpty());
        }
        waiting.moveToEnd(order);
        report(order, seen, issued);
    }

    private void failed(AwaitedOrder order, ResellerException e) {
        if (!OrderWaiter.isTransient(e)) {
            end(order, e);
            return;
        }
        requestedPause = OrderWaiter.requestedPause(e);
        if (e instanceof RateLimitedException) {
            failures = MOST_FAILURES;
        } else {
            failures = OrderWaiter.isNotReady(e) ? 0 : failures + 1;
        }
        order.pollAgain(budget.now());
        waiting.moveToEnd(order);
        keep(order);
    }

    private void report(AwaitedOrder order, Order seen, @Nullable IssuedCertificate issued) {
        ResellerException stuck = publish(order, seen);
        boolean news = order.isNews(seen);
        if (news) {
            listener.changed(seen);
        }
        switch (seen.state()) {
            case ISSUED -> {
                waiting.remove(order);
                order.validations.remove(seen.validations());
                listener.issued(order.id, Objects.requireNonNull(issued));
            }
            case ENDED -> {
                order.validations.remove(seen.validations());
                end(order, new OrderEndedException(operation, seen));
            }
            case ACTION_REQUIRED, PENDING -> {
                if (stuck != null) {
                    end(order, stuck);
                }
            }
        }
        if (news) {
            hints.acknowledge(order.id.providerId());
        }
    }

    /**
     * Publishes the records of an open order. If a person has to act, returns the exception that ends the wait for this
     * order; otherwise returns null.
     */
    private @Nullable ResellerException publish(AwaitedOrder order, Order seen) {
        if (seen.state() == Order.State.ACTION_REQUIRED) {
            return OrderWaiter.actionRequired(operation, seen, order.validations);
        }
        if (seen.state() == Order.State.PENDING) {
            try {
                order.validations.update(seen.validations());
            } catch (PublishingFailedException e) {
                // After a transient failure, publishing is tried again in the next round.
                failures = 0;
                return e.isTransient() ? null : unpublished(seen, e);
            } catch (NotSentException e) {
                // The order book failed. The records are published when the order is polled again.
                failures++;
                order.pollAgain(budget.now());
                return null;
            }
        }
        failures = 0;
        return null;
    }

    // Only the wait for this order ends, because other orders may use other zones.
    private ResellerException unpublished(Order seen, PublishingFailedException e) {
        Order.Action action = new Order.Action(String.valueOf(e.getMessage()), Optional.empty());
        ResellerException why = new ActionRequiredException(
                operation, seen.toBuilder().action(Optional.of(action)).build());
        why.addSuppressed(e);
        return why;
    }

    private void end(AwaitedOrder order, ResellerException why) {
        waiting.remove(order);
        listener.ended(order.id, why);
    }

    private boolean pause() {
        try {
            boolean calm = failures == 0 && requestedPause.isZero();
            if (calm) {
                hints.pause(budget.length(pause, Duration.ZERO), waiting.providerIds(), this::pollHinted);
            }
            if (!calm || mustStop()) {
                budget.pause(pause, requestedPause);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
