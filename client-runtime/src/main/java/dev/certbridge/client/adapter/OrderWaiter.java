package dev.certbridge.client.adapter;

import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one order: looks, publishes what appears, downloads. A look that failed for now (5xx, no connection, rate
 * limit, not ready, a failing book) is looked at again until the deadline, and so is one whose record could not be
 * published for now; any other failure ends the wait.
 */
public final class OrderWaiter {

    /** How long a record's name stays ours when nobody looks any more. */
    private static final Duration LEAST_HOLD = Duration.ofMinutes(30);

    private final String provider;
    private final Orders orders;
    private final SpendLog book;
    private final ConnectOptions options;
    private final Polling polling;

    /**
     * A wait at this reseller.
     *
     * @param book holds the names of records, one order at a time
     * @param usual the reseller's pace where the options name none
     */
    public OrderWaiter(String provider, Orders orders, SpendLog book, ConnectOptions options, Polling usual) {
        this.provider = provider;
        this.orders = orders;
        this.book = book;
        this.options = options;
        this.polling = options.polling().orElse(usual);
    }

    /** {@link Orders#await}. */
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        WaitBudget patience = new WaitBudget(options, limit);
        DnsValidationPublisher published =
                new DnsValidationPublisher(publisher, book, id, options.clock(), holdTime(polling.longest()));
        Duration pause = polling.first();
        Order last = null;
        while (true) {
            ResellerException obstacle = null;
            try {
                last = BookErrors.notSent(origin(), () -> orders.get(id));
            } catch (ResellerException e) {
                obstacle = passing(e);
            }
            if (last != null && obstacle == null) {
                onLook.accept(last);
                try {
                    Optional<IssuedCertificate> issued = finished(last, published);
                    if (issued.isPresent()) {
                        return issued.get();
                    }
                } catch (PublishingFailedException e) {
                    obstacle = passing(e);
                } catch (ResellerException e) {
                    obstacle = passing(e);
                }
            }
            pause(patience, pause, id, last, obstacle);
            pause = polling.after(pause);
        }
    }

    /**
     * {@link Orders#awaitAll}, for ids that were checked to be of this reseller, environment and account. A
     * round every 30 s, or in the longest pause of the options' polling.
     *
     * @param looks how the reseller's listings are read; serves this one wait
     */
    public List<OrderId> awaitAll(
            OrderListing looks,
            Collection<OrderId> ids,
            Duration limit,
            DnsPublisher publisher,
            AwaitListener listener) {
        List<OrderId> usable = new ArrayList<>();
        for (OrderId id : ids) {
            if (id.isQuoted()) {
                listener.ended(id, new BrokenContractException(origin(), 0, ResellerAccount.unusable(id), null));
            } else {
                usable.add(id);
            }
        }
        return new BulkOrderWaiter(provider, orders, looks, book, options).awaitAll(usable, limit, publisher, listener);
    }

    /** Holds outlast the pauses between looks, and a wait that died holds up others no longer than this. */
    static Duration holdTime(Duration longestPause) {
        Duration pauses = longestPause.multipliedBy(4);
        return pauses.compareTo(LEAST_HOLD) > 0 ? pauses : LEAST_HOLD;
    }

    /** The records go when the certificate is there or never comes. Else they stay: the order still needs them. */
    private Optional<IssuedCertificate> finished(Order order, DnsValidationPublisher published)
            throws PublishingFailedException {
        OperationRef origin = origin();
        switch (order.state()) {
            case PENDING -> {
                published.update(order.validations());
                return Optional.empty();
            }
            case ISSUED -> {
                IssuedCertificate issued = BookErrors.notSent(origin, () -> orders.download(order.id()));
                published.remove(order.validations());
                return Optional.of(issued);
            }
            case ACTION_REQUIRED -> throw actionRequired(origin, order, published);
            case ENDED -> {
                published.remove(order.validations());
                throw new OrderEndedException(origin, order);
            }
        }
        throw new IllegalStateException("no such state: " + order.state());
    }

    /** What a person has to do comes first; that a record could not be published as well is told with it. */
    static ActionRequiredException actionRequired(OperationRef origin, Order order, DnsValidationPublisher published) {
        ActionRequiredException required = new ActionRequiredException(origin, order);
        try {
            published.update(order.validations());
        } catch (PublishingFailedException | NotSentException e) {
            required.addSuppressed(e);
        }
        return required;
    }

    private static ResellerException passing(PublishingFailedException e) {
        if (e.passes() && e.getCause() instanceof ResellerException cause) {
            return cause;
        }
        throw e.unchecked();
    }

    private static ResellerException passing(ResellerException e) {
        if (!TransientFailures.is(e)) {
            throw e;
        }
        return e;
    }

    private void pause(
            WaitBudget patience,
            Duration usual,
            OrderId id,
            @Nullable Order last,
            @Nullable ResellerException obstacle) {
        if (patience.over()) {
            throw new DeadlineExceededException(origin(), id, last, obstacle);
        }
        try {
            patience.pause(usual, obstacle == null ? Duration.ZERO : TransientFailures.wanted(obstacle));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlineExceededException(origin(), id, last, e);
        }
    }

    private OperationRef origin() {
        return OperationRef.of(provider, "await");
    }
}
