package dev.certbridge.client.adapter;

import dev.certbridge.client.adapter.OrderListing.ListedOrder;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Order;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look at one of many orders: publishes, tells, downloads, and drops what is over. */
final class OrderPoll {

    /** So many failed looks in a row are a reseller or a book that is down, not odd orders. */
    private static final int MOST_FAILURES = 5;

    private final String provider;
    private final Orders orders;
    private final AwaitedOrders waiting;
    private final AwaitListener listener;
    private final WaitBudget patience;
    private int failures;
    private Duration wanted = Duration.ZERO;

    OrderPoll(String provider, Orders orders, AwaitedOrders waiting, AwaitListener listener, WaitBudget patience) {
        this.provider = provider;
        this.orders = orders;
        this.waiting = waiting;
        this.listener = listener;
        this.patience = patience;
    }

    void roundBegins() {
        failures = 0;
        wanted = Duration.ZERO;
    }

    /** True when the reseller is down, or asks for a pause. */
    boolean enough() {
        return failures >= MOST_FAILURES || !wanted.isZero();
    }

    /** How long the reseller asks to wait; nothing where it does not. */
    Duration wanted() {
        return wanted;
    }

    /** An order that is not looked at in this round keeps its names, and publishes what had to wait for one. */
    void keep(AwaitedOrder order) {
        try {
            order.published().keep();
        } catch (PublishingFailedException e) {
            if (e.passes()) {
                return;
            }
            end(order, unpublished(Order.accepted(order.id(), Optional.empty(), "not looked at"), e));
        } catch (NotSentException e) {
            // The book; what had to wait waits for the next round.
            failures++;
        }
    }

    /** Looks; {@code sighting} is null for an order that no listing shows. */
    void look(AwaitedOrder order, @Nullable ListedOrder sighting) {
        Order seen;
        IssuedCertificate issued;
        try {
            seen = BookErrors.notSent(
                    origin(),
                    () -> sighting == null
                            ? orders.get(order.id())
                            : sighting.order().apply(order.id()));
            issued = seen.state() == Order.State.ISSUED
                    ? BookErrors.notSent(origin(), () -> orders.download(order.id()))
                    : null;
        } catch (UnauthorizedException e) {
            // About us, not about the order.
            throw e;
        } catch (ResellerException e) {
            failed(order, e);
            return;
        }
        if (sighting == null || sighting.finished()) {
            order.lookAgain(patience.now());
        } else {
            order.looked(sighting.marker(), patience.now());
            order.nothingToShow(seen.validations().isEmpty());
        }
        waiting.toTheEnd(order);
        told(order, seen, issued);
    }

    private void failed(AwaitedOrder order, ResellerException e) {
        if (!TransientFailures.is(e)) {
            end(order, e);
            return;
        }
        wanted = TransientFailures.wanted(e);
        if (e instanceof RateLimitedException) {
            failures = MOST_FAILURES;
        } else {
            failures = TransientFailures.isNotReady(e) ? 0 : failures + 1;
        }
        order.lookAgain(patience.now());
        waiting.toTheEnd(order);
        keep(order);
    }

    private void told(AwaitedOrder order, Order seen, @Nullable IssuedCertificate issued) {
        ResellerException stuck = stuck(order, seen);
        if (order.showsNew(seen)) {
            listener.changed(seen);
        }
        switch (seen.state()) {
            case ISSUED -> {
                waiting.drop(order);
                order.published().remove(seen.validations());
                listener.issued(order.id(), Objects.requireNonNull(issued));
            }
            case ENDED -> {
                order.published().remove(seen.validations());
                end(order, new OrderEndedException(origin(), seen));
            }
            case ACTION_REQUIRED, PENDING -> {
                if (stuck != null) {
                    end(order, stuck);
                }
            }
        }
    }

    /** Publishes for an order that is alive; returns why it waits for a person, if it does. */
    private @Nullable ResellerException stuck(AwaitedOrder order, Order seen) {
        if (seen.state() == Order.State.ACTION_REQUIRED) {
            return OrderWaiter.actionRequired(origin(), seen, order.published());
        }
        if (seen.state() == Order.State.PENDING) {
            try {
                order.published().update(seen.validations());
            } catch (PublishingFailedException e) {
                // What passes is tried again in the next round.
                failures = 0;
                return e.passes() ? null : unpublished(seen, e);
            } catch (NotSentException e) {
                // The book: its records are published when it is looked at again.
                failures++;
                order.lookAgain(patience.now());
                return null;
            }
        }
        failures = 0;
        return null;
    }

    /** One zone that cannot be written must not end the wait for all the others: a person has to see to it. */
    private ResellerException unpublished(Order seen, PublishingFailedException e) {
        Order.Action action = new Order.Action(String.valueOf(e.getMessage()), Optional.<URI>empty());
        ResellerException why = new ActionRequiredException(
                origin(), seen.toBuilder().action(Optional.of(action)).build());
        why.addSuppressed(e);
        return why;
    }

    private void end(AwaitedOrder order, ResellerException why) {
        waiting.drop(order);
        listener.ended(order.id(), why);
    }

    private OperationRef origin() {
        return OperationRef.of(provider, "awaitAll");
    }
}
