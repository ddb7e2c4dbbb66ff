package dev.certbridge.client.adapter;

import dev.certbridge.client.adapter.AwaitedOrders.AwaitedOrder;
import dev.certbridge.client.adapter.DnsValidationPublisher.PublishingFailedException;
import dev.certbridge.client.transport.Jitter;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.Polling;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one order or for many orders: polls each order, publishes the validation records, and downloads the
 * certificate. A transient failure of the reseller, the order book or the DNS service does not end a wait.
 */
public final class OrderWaiter {

    /** The minimum time between the last poll of an order and the end of its lock on a DNS name. */
    private static final Duration LEAST_LOCK_TIME = Duration.ofMinutes(30);

    final Function<OrderId, Order> reader;
    final Function<OrderId, IssuedCertificate> downloader;
    final SpendLog book;
    final ConnectOptions options;
    private final Polling polling;
    private final @Nullable Supplier<OrderHints> hintSource;
    final OperationRef operation;

    /**
     * Creates a waiter for a reseller that has no {@link OrderHints}. The parameters are those of the constructor with
     * {@code hints}.
     */
    public OrderWaiter(
            String provider,
            Function<OrderId, Order> reader,
            Function<OrderId, IssuedCertificate> downloader,
            SpendLog book,
            ConnectOptions options,
            Polling usual) {
        this(provider, reader, downloader, book, options, usual, null);
    }

    /**
     * Creates a waiter. If the options set no polling intervals, the waiter uses the {@code usual} intervals of the
     * reseller.
     *
     * @param hints a function that creates an {@link OrderHints} for one wait, or null if the reseller has no hints.
     *     The waiter calls the function only if the options allow hints
     */
    public OrderWaiter(
            String provider,
            Function<OrderId, Order> reader,
            Function<OrderId, IssuedCertificate> downloader,
            SpendLog book,
            ConnectOptions options,
            Polling usual,
            @Nullable Supplier<OrderHints> hints) {
        this.reader = reader;
        this.downloader = downloader;
        this.book = book;
        this.options = options;
        this.polling = options.polling().orElse(usual);
        this.hintSource = options.notifications() ? hints : null;
        this.operation = OperationRef.of(provider, "await");
    }

    /** Implements {@link Orders#await}. */
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        WaitBudget budget = new WaitBudget(options, limit);
        WaitHints hints = hints(budget);
        DnsValidationPublisher validations =
                new DnsValidationPublisher(publisher, book, id, options.clock(), lockTime(polling.longest()));
        Duration pause = polling.first();
        Order last = null;
        int shown = 0;
        while (true) {
            ResellerException obstacle = null;
            try {
                last = SpendExecutor.orNotSent(operation, () -> reader.apply(id));
            } catch (ResellerException e) {
                obstacle = requireTransient(e);
            }
            if (last != null && obstacle == null) {
                onPoll.accept(last);
                int before = shown;
                shown = AwaitedOrder.fingerprint(last);
                if (shown != before) {
                    hints.acknowledge(id.providerId());
                }
                try {
                    Optional<IssuedCertificate> issued = advance(last, validations);
                    if (issued.isPresent()) {
                        return issued.get();
                    }
                } catch (PublishingFailedException e) {
                    obstacle = requireTransient(e);
                } catch (ResellerException e) {
                    obstacle = requireTransient(e);
                }
            }
            pause(budget, hints, pause, id, last, obstacle);
            pause = polling.after(pause);
        }
    }

    /**
     * Implements {@link Orders#awaitAll}. The caller must check that the ids belong to this account. The time between
     * two polls is 30 seconds. If the options set polling intervals, the time is the maximum polling interval.
     */
    public List<OrderId> awaitAll(
            OrderListing listing,
            Collection<OrderId> ids,
            Duration limit,
            DnsPublisher publisher,
            AwaitListener listener) {
        List<OrderId> usable = new ArrayList<>();
        for (OrderId id : ids) {
            if (id.isQuoted()) {
                listener.ended(id, new BrokenContractException(operation, 0, ResellerAccount.unusable(id), null));
            } else {
                usable.add(id);
            }
        }
        return new BulkOrderWaiter(this, listing, usable, limit, publisher, listener).await();
    }

    /**
     * Publishes the validation records of an open order. If the order is issued, returns the certificate. Throws if the
     * order has ended or waits for a person.
     */
    private Optional<IssuedCertificate> advance(Order order, DnsValidationPublisher validations)
            throws PublishingFailedException {
        switch (order.state()) {
            case PENDING -> {
                validations.update(order.validations());
                return Optional.empty();
            }
            case ISSUED -> {
                IssuedCertificate issued = SpendExecutor.orNotSent(operation, () -> downloader.apply(order.id()));
                validations.remove(order.validations());
                return Optional.of(issued);
            }
            case ACTION_REQUIRED -> throw actionRequired(operation, order, validations);
            case ENDED -> {
                validations.remove(order.validations());
                throw new OrderEndedException(operation, order);
            }
        }
        throw new IllegalStateException("no such state: " + order.state());
    }

    /** Creates a {@link WaitHints} for a new wait. */
    WaitHints hints(WaitBudget budget) {
        return new WaitHints(hintSource == null ? null : hintSource.get(), polling.first(), budget);
    }

    private void pause(
            WaitBudget budget,
            WaitHints hints,
            Duration usual,
            OrderId id,
            @Nullable Order last,
            @Nullable ResellerException obstacle) {
        if (budget.isOver()) {
            throw new DeadlineExceededException(operation, id, last, obstacle);
        }
        try {
            if (obstacle == null) {
                hints.pause(budget.length(usual, Duration.ZERO), Set.of(id.providerId()), changed -> true);
            } else {
                budget.pause(usual, requestedPause(obstacle));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlineExceededException(operation, id, last, e);
        }
    }

    private static ResellerException requireTransient(PublishingFailedException e) {
        if (e.isTransient() && e.getCause() instanceof ResellerException cause) {
            return cause;
        }
        throw e.unchecked();
    }

    private static ResellerException requireTransient(ResellerException e) {
        if (!isTransient(e)) {
            throw e;
        }
        return e;
    }

    /**
     * Publishes the validation records of an order for which a person has to act. Returns the exception that the caller
     * must throw.
     */
    static ActionRequiredException actionRequired(
            OperationRef operation, Order order, DnsValidationPublisher validations) {
        ActionRequiredException required = new ActionRequiredException(operation, order);
        try {
            validations.update(order.validations());
        } catch (PublishingFailedException | NotSentException e) {
            required.addSuppressed(e);
        }
        return required;
    }

    /**
     * Returns the time for which an order locks a DNS name. The lock time is four times the maximum pause between two
     * polls, but at least 30 minutes.
     */
    static Duration lockTime(Duration longestPause) {
        Duration pauses = longestPause.multipliedBy(4);
        return pauses.compareTo(LEAST_LOCK_TIME) > 0 ? pauses : LEAST_LOCK_TIME;
    }

    /** Returns true if the next poll may succeed after the given failure. */
    static boolean isTransient(ResellerException e) {
        return isNotReady(e)
                || e instanceof ProviderFaultException
                || e instanceof NotSentException
                || e instanceof RateLimitedException;
    }

    static boolean isNotReady(ResellerException e) {
        return e instanceof ConflictException conflict && conflict.reason() == ConflictException.Reason.NOT_READY;
    }

    /** Returns the pause that the reseller requests. Returns zero if the reseller requests no pause. */
    static Duration requestedPause(ResellerException e) {
        if (e instanceof RateLimitedException limited) {
            return limited.retryAfter().orElse(Duration.ZERO);
        }
        return e instanceof ProviderFaultException fault ? fault.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    }

    static final class WaitBudget {

        private final ConnectOptions options;
        private final Jitter jitter;
        private final Instant end;

        WaitBudget(ConnectOptions options, Duration limit) {
            this.options = options;
            this.jitter = new Jitter(options.random());
            this.end = now().plus(limit);
        }

        Instant now() {
            return options.clock().instant();
        }

        boolean isOver() {
            return !now().isBefore(end);
        }

        /** Pauses for about the {@code usual} time, or longer if the {@code requested} time is longer. */
        void pause(Duration usual, Duration requested) throws InterruptedException {
            sleep(length(usual, requested));
        }

        /** Returns the length of the next pause. The length never exceeds the remaining time of the wait. */
        Duration length(Duration usual, Duration requested) {
            Duration left = Duration.between(now(), end);
            Duration least = requested.isZero() ? requested : requested.plus(jitter.fullJitter(usual));
            Duration around = jitter.plusMinusQuarter(usual);
            Duration pause = around.compareTo(least) >= 0 ? around : least;
            return left.compareTo(pause) <= 0 ? left : pause;
        }

        /** Sleeps. Does nothing if the time is zero or negative. */
        void sleep(Duration time) throws InterruptedException {
            if (!time.isNegative() && !time.isZero()) {
                options.sleeper().sleep(time);
            }
        }
    }
}
