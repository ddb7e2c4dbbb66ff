package dev.certbridge.client.adapter;

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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one order: polls, publishes validation records, downloads. A transient failure (5xx, no connection, rate limit, not
 * ready, a failing book, a record that could not be published for now) is tried again until the deadline; any other failure
 * ends the wait.
 */
public final class OrderWaiter {

    /** The shortest time for which a lock on a DNS name lasts when nobody polls any more. */
    private static final Duration LEAST_LOCK_TIME = Duration.ofMinutes(30);

    private final Function<OrderId, Order> reader;
    private final Function<OrderId, IssuedCertificate> downloader;
    private final SpendLog book;
    private final ConnectOptions options;
    private final Polling polling;
    private final OperationRef operation;

    /**
     * Prepares waits at one reseller.
     *
     * @param reader reads an order
     * @param downloader downloads the certificate of an order
     * @param book locks the names of records, for one order at a time
     * @param usual the reseller's polling where the options set none
     */
    public OrderWaiter(
            String provider,
            Function<OrderId, Order> reader,
            Function<OrderId, IssuedCertificate> downloader,
            SpendLog book,
            ConnectOptions options,
            Polling usual) {
        this.reader = reader;
        this.downloader = downloader;
        this.book = book;
        this.options = options;
        this.polling = options.polling().orElse(usual);
        this.operation = OperationRef.of(provider, "await");
    }

    /** Does {@link Orders#await}. */
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll) {
        WaitBudget budget = new WaitBudget(options, limit);
        DnsValidationPublisher validations =
                new DnsValidationPublisher(publisher, book, id, options.clock(), lockTime(polling.longest()));
        Duration pause = polling.first();
        Order last = null;
        while (true) {
            ResellerException obstacle = null;
            try {
                last = orNotSent(operation, () -> reader.apply(id));
            } catch (ResellerException e) {
                obstacle = requireTransient(e);
            }
            if (last != null && obstacle == null) {
                onPoll.accept(last);
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
            pause(budget, pause, id, last, obstacle);
            pause = polling.after(pause);
        }
    }

    /**
     * Does {@link Orders#awaitAll}, for ids that were checked to be of this reseller, environment and account. Polls every
     * 30 s, or in the longest pause of the options' polling.
     *
     * @param listing reads the reseller's listings; serves this one wait
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
        return new BulkOrderWaiter(
                        operation.provider(),
                        reader,
                        downloader,
                        listing,
                        book,
                        options,
                        usable,
                        limit,
                        publisher,
                        listener)
                .await();
    }

    /** Publishes for an open order, or ends the wait. Records stay where the order still needs them. */
    private Optional<IssuedCertificate> advance(Order order, DnsValidationPublisher validations)
            throws PublishingFailedException {
        switch (order.state()) {
            case PENDING -> {
                validations.update(order.validations());
                return Optional.empty();
            }
            case ISSUED -> {
                IssuedCertificate issued = orNotSent(operation, () -> downloader.apply(order.id()));
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

    private void pause(
            WaitBudget budget, Duration usual, OrderId id, @Nullable Order last, @Nullable ResellerException obstacle) {
        if (budget.isOver()) {
            throw new DeadlineExceededException(operation, id, last, obstacle);
        }
        try {
            budget.pause(usual, obstacle == null ? Duration.ZERO : requestedPause(obstacle));
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

    /** Returns the failure of an order that waits for a person; a record that could not be published is added to it. */
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

    /** Reads with the order book; its {@link IllegalStateException} becomes a {@link NotSentException}. */
    static <T> T orNotSent(OperationRef operation, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            throw new NotSentException(operation, "the order book failed: " + e.getMessage(), e);
        }
    }

    /** Returns how long DNS names are locked: longer than the pauses between polls, and not much longer. */
    static Duration lockTime(Duration longestPause) {
        Duration pauses = longestPause.multipliedBy(4);
        return pauses.compareTo(LEAST_LOCK_TIME) > 0 ? pauses : LEAST_LOCK_TIME;
    }

    /** Returns true for a failure that the next poll may not meet: 5xx, no connection, a rate limit, not ready yet. */
    static boolean isTransient(ResellerException e) {
        return isNotReady(e)
                || e instanceof ProviderFaultException
                || e instanceof NotSentException
                || e instanceof RateLimitedException;
    }

    /** Returns true when nothing failed, and only the certificate is not there yet. */
    static boolean isNotReady(ResellerException e) {
        return e instanceof ConflictException conflict && conflict.reason() == ConflictException.Reason.NOT_READY;
    }

    /** Returns the pause that the reseller requests; zero where it requests none. */
    static Duration requestedPause(ResellerException e) {
        if (e instanceof RateLimitedException limited) {
            return limited.retryAfter().orElse(Duration.ZERO);
        }
        return e instanceof ProviderFaultException fault ? fault.retryAfter().orElse(Duration.ZERO) : Duration.ZERO;
    }

    /** The time that a wait has left, and its pauses. */
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

        /**
         * Pauses this thread for about the usual time, never shorter than requested and not past the end.
         *
         * @param requested the {@code Retry-After} of the last answer, else zero
         */
        void pause(Duration usual, Duration requested) throws InterruptedException {
            Duration left = Duration.between(now(), end);
            Duration least = requested.isZero() ? requested : requested.plus(jitter.fullJitter(usual));
            Duration around = jitter.plusMinusQuarter(usual);
            Duration pause = around.compareTo(least) >= 0 ? around : least;
            options.sleeper().sleep(left.compareTo(pause) <= 0 ? left : pause);
        }
    }
}
