package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a process was charged, held against what was allowed: more than that halts the book. */
final class RealtimeOverspending {

    /** The amount that the book keeps for a charge that cannot be read: more than any limit. */
    private static final Money UNREADABLE = new Money(RealtimeQuotes.NO_CURRENCY, Long.MAX_VALUE);

    private final SpendLog book;

    RealtimeOverspending(SpendLog book) {
        this.book = book;
    }

    /**
     * Looks at what a process reserved and took. A price that is told closes the comparison in the book.
     *
     * @param spending what was allowed, for the message
     * @param limit the same as money
     * @throws OverspentException it is more, of another currency, or no readable amount; thrown even when the book cannot
     *     be halted
     */
    void refuse(OperationRef origin, Order order, Process process, Spending spending, Money limit) {
        Optional<Money> charged = above(process, limit);
        if (charged.isPresent()) {
            OverspentException overspent = charged.get().equals(UNREADABLE)
                    ? OverspentException.unreadable(origin, order, spending)
                    : new OverspentException(origin, order, charged.get(), spending);
            String reason = reason(order.id(), charged.get(), spending);
            record(overspent, () -> book.overspent(order.id(), charged.get(), reason));
            throw overspent;
        }
        if (told(process)) {
            try {
                book.compared(order.id());
            } catch (IllegalStateException e) {
                // Compared again at the next look, and must not hide the order from this one.
            }
        }
    }

    /** Returns why the book is halted after such a charge. */
    static String reason(OrderId id, Money charged, Object allowed) {
        return charged.equals(UNREADABLE)
                ? id + " was charged an amount that is not a whole number of cents, where " + allowed
                        + " was allowed; look up what it cost"
                : id + " was charged " + charged + " where " + allowed + " was allowed";
    }

    /** Whether there is nothing left to be told: a process that runs and moved no money yet may reserve it later. */
    private static boolean told(Process process) {
        return spent(process).findAny().isPresent() || !RealtimeMapper.running(RealtimeMapper.status(process));
    }

    /**
     * Returns what a process reserved and took, if that is more than the limit, of another currency or no readable amount.
     * Returns nothing once the book keeps an unreadable charge, so that it is reported once.
     */
    static Optional<Money> above(Process process, Money limit) {
        return charged(process)
                .filter(money -> !limit.equals(UNREADABLE))
                .filter(money -> !money.currency().equals(limit.currency()) || money.cents() > limit.cents());
    }

    /** Tries twice: the first failure may be one broken connection. */
    private static void record(OverspentException overspent, Runnable halt) {
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

    /**
     * One amount, the same at every look. The order exists: several currencies, or one that we cannot write, must not
     * hide it.
     */
    private static Optional<Money> charged(Process process) {
        if (spent(process).anyMatch(amount -> amount.getValue() < 0)) {
            return Optional.of(UNREADABLE);
        }
        Map<String, Long> most = new TreeMap<>();
        spent(process).forEach(moved -> most.merge(currency(moved.getKey()), moved.getValue(), Math::max));
        if (most.isEmpty()) {
            return Optional.empty();
        }
        String currency = most.size() == 1 ? most.keySet().iterator().next() : RealtimeQuotes.NO_CURRENCY;
        return Optional.of(new Money(currency, most.values().stream().reduce(0L, RealtimeOverspending::sum)));
    }

    /** Returns every amount but zero that a process reserved or took. An amount below zero is no readable charge. */
    private static Stream<Map.Entry<String, Long>> spent(Process process) {
        return Stream.of(process.getTransaction(), process.getReservation())
                .flatMap(Stream::ofNullable)
                .flatMap(moved -> moved.entrySet().stream())
                .filter(moved -> moved.getValue() != null && moved.getValue() != 0);
    }

    private static String currency(String told) {
        return told.matches("[A-Z]{3}") ? told : RealtimeQuotes.NO_CURRENCY;
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
