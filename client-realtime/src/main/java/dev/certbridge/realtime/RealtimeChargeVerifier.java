package dev.certbridge.realtime;

import dev.certbridge.client.adapter.SpendExecutor;
import dev.certbridge.realtime.RealtimeMapper.Phase;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Compares the charge of an order with the price limit of the order. The reseller does not promise to charge exactly
 * the acknowledged amount, so this class reads the charge after the order was placed. If the order cannot be read or
 * reports no charge yet, the next poll compares the charge. Until the charge is compared, {@link SpendLog#uncompared}
 * lists the order. A charge above the price limit halts the order book.
 */
final class RealtimeChargeVerifier {

    /** The amount that the order book stores for an unreadable charge, which is above every price limit. */
    private static final Money UNREADABLE = new Money(RealtimeQuotes.NO_CURRENCY, Long.MAX_VALUE);

    private final RealtimeListings listings;
    private final SpendLog book;

    RealtimeChargeVerifier(RealtimeListings listings, SpendLog book) {
        this.listings = listings;
        this.book = book;
    }

    /**
     * Compares the charge of a new order with the price limit, and returns the charge. Sends no request if the order
     * has no price limit.
     *
     * @throws OverspentException the charge is above the price limit. The order book is halted, unless it failed
     */
    Optional<Money> verify(OperationRef operation, OrderId id, OrderRequest request, Spending spending) {
        Optional<Money> limit = Optional.empty();
        if (spending instanceof Spending.UpTo upTo) {
            limit = Optional.of(upTo.limit());
        } else if (spending instanceof Spending.Acknowledging seen) {
            limit = seen.quote().total();
        }
        return limit.flatMap(most -> verify(operation, id, request, spending, most));
    }

    /**
     * Returns the order of an accepted attempt from the order book. If the charge of the order was never compared with
     * the price limit, this method compares it.
     */
    Optional<Order> recorded(OperationRef operation, Attempt accepted) {
        Optional<Order> recorded = SpendExecutor.recorded(accepted);
        Optional<Money> limit = accepted.priceOpen() ? accepted.terms().allowed() : Optional.empty();
        if (recorded.isEmpty() || limit.isEmpty()) {
            return recorded;
        }
        Order order = recorded.get();
        Spending spending = Spending.upTo(limit.get());
        Optional<Money> charged = verify(operation, order.id(), accepted.request(), spending, limit.get());
        return Optional.of(order.toBuilder().charged(charged).build());
    }

    private Optional<Money> verify(
            OperationRef operation, OrderId id, OrderRequest request, Spending spending, Money limit) {
        return find(id).flatMap(process -> {
            requireWithin(
                    operation,
                    id,
                    () -> RealtimeMapper.order(id, process, new CertificateRequestInfo(), Optional.empty())
                            .withRequest(request),
                    process,
                    spending,
                    limit);
            return RealtimeMapper.charged(process);
        });
    }

    /**
     * Finds the process of an order. Returns an empty result if the process cannot be read; the next poll then compares
     * the charge.
     */
    private Optional<Process> find(OrderId id) {
        // A person may have resolved the attempt with an id that is not a number.
        if (!RealtimeRequestRules.NUMBER.matcher(id.providerId()).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(listings.process(id));
        } catch (ResellerException e) {
            return Optional.empty();
        }
    }

    /**
     * Compares the charge of a polled order with the price limit in the order book. If the reseller refunded the order,
     * stores the refund. Returns the order together with the request from the order book.
     *
     * @throws OverspentException the charge is above the price limit, and no earlier call threw this exception
     * @throws ProviderFaultException the order book failed; the order can be polled again
     */
    Order known(OperationRef operation, Order order, Process process) {
        order.refunded().filter(refund -> refund.cents() > 0).ifPresent(refund -> refunded(order, refund));
        Order known;
        Optional<Money> allowed;
        try {
            known = book.requestOf(order.id()).map(order::withRequest).orElse(order);
            allowed = book.allowed(order.id());
        } catch (IllegalStateException e) {
            throw new ProviderFaultException(operation, 0, "the order book failed", e);
        }
        allowed.ifPresent(
                limit -> requireWithin(operation, known.id(), () -> known, process, Spending.upTo(limit), limit));
        return known;
    }

    private void refunded(Order order, Money refund) {
        try {
            book.refunded(order.id(), refund);
        } catch (IllegalStateException e) {
            // The refund is reported again at the next poll. This failure must not hide the order.
        }
    }

    /** Halts the order book if {@code reconcile} found an order whose charge is above the price limit. */
    void haltIfAbove(OrderId id, Money limit) {
        try {
            find(id).flatMap(process -> above(process, limit))
                    .ifPresent(charged -> book.halt(reason(id, charged, limit)));
        } catch (IllegalStateException e) {
            // The order book failed. The next get or await compares the charge again.
        }
    }

    /**
     * Compares the reserved and charged amounts of a process with the price limit. If the process reports an amount or
     * has ended, the order book stores that the charge was compared. A charge above the quote is taken from the budget.
     *
     * @param spending the price limit, for the message of the exception
     * @throws OverspentException the charge is above the price limit, in another currency, or not a readable amount.
     *     The exception is thrown even if the order book cannot be halted
     */
    private void requireWithin(
            OperationRef operation,
            OrderId id,
            Supplier<Order> order,
            Process process,
            Spending spending,
            Money limit) {
        Optional<Money> above = above(process, limit);
        if (above.isPresent()) {
            Money charged = above.get();
            OverspentException overspent = charged.equals(UNREADABLE)
                    ? OverspentException.unreadable(operation, order.get(), spending)
                    : new OverspentException(operation, order.get(), charged, spending);
            halt(overspent, () -> book.overspent(id, charged, reason(id, charged, spending)));
            throw overspent;
        }
        // A running process that has not reserved or charged money yet may do so later.
        boolean isFinal = spent(process).findAny().isPresent() || Phase.of(process) != Phase.RUNNING;
        if (isFinal) {
            try {
                book.compared(id, charged(process));
            } catch (IllegalStateException e) {
                // The charge is compared again at the next poll. This failure must not hide the order.
            }
        }
    }

    /**
     * Halts the order book. If the first try fails, tries once more, because a broken connection to the database may
     * have caused the failure.
     */
    private static void halt(OverspentException overspent, Runnable halt) {
        try {
            halt.run();
        } catch (RuntimeException first) {
            try {
                halt.run();
            } catch (RuntimeException again) {
                overspent.addSuppressed(again);
            }
        }
    }

    private static String reason(OrderId id, Money charged, Object allowed) {
        return charged.equals(UNREADABLE)
                ? id + " was charged an amount that is not a whole number of cents. The order allowed " + allowed
                        + ". Check the charge at the reseller"
                : id + " was charged " + charged + ", but only " + allowed + " was allowed";
    }

    /**
     * Returns the charge of a process if the charge is above the price limit, in another currency or unreadable.
     * Returns an empty result if the order book already stores an unreadable charge.
     */
    private static Optional<Money> above(Process process, Money limit) {
        return charged(process)
                .filter(money -> !limit.equals(UNREADABLE))
                .filter(money -> !money.currency().equals(limit.currency()) || money.cents() > limit.cents());
    }

    /**
     * Returns the reserved and charged amounts of a process as one amount. The result is the same at every poll. This
     * method does not throw for several currencies or an invalid currency, because the order must remain readable.
     */
    private static Optional<Money> charged(Process process) {
        if (spent(process).anyMatch(amount -> amount.getValue() < 0)) {
            return Optional.of(UNREADABLE);
        }
        Map<String, Long> most = new TreeMap<>();
        spent(process)
                .forEach(moved -> most.merge(
                        moved.getKey().matches("[A-Z]{3}") ? moved.getKey() : RealtimeQuotes.NO_CURRENCY,
                        moved.getValue(),
                        Math::max));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        String currency = most.size() == 1 ? most.keySet().iterator().next() : RealtimeQuotes.NO_CURRENCY;
        return Optional.of(new Money(currency, most.values().stream().reduce(0L, RealtimeChargeVerifier::sum)));
    }

    /** Returns the reserved and the charged amounts of a process, without amounts of zero. */
    private static Stream<Map.Entry<String, Long>> spent(Process process) {
        return Stream.of(process.getTransaction(), process.getReservation())
                .flatMap(Stream::ofNullable)
                .flatMap(moved -> moved.entrySet().stream())
                .filter(moved -> moved.getValue() != null && moved.getValue() != 0);
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
