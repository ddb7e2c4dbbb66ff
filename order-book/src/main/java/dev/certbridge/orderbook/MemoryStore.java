package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One lock around a few maps. */
final class MemoryStore implements Store, BookTransaction {

    private final Clock clock;
    private final MemoryAttempts attempts = new MemoryAttempts();
    private final Map<String, List<KnownOrder>> orders = new HashMap<>();
    private final Map<Long, Snapshot> snapshots = new HashMap<>();
    private final Map<String, Budget> budgets = new HashMap<>();
    private final Map<OrderId, Money> refunds = new HashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();
    private final Map<String, List<PublishedRecord>> records = new HashMap<>();
    private final Map<String, List<PublishedRecord>> recordsAt = new HashMap<>();
    private Optional<String> halted = Optional.empty();

    MemoryStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized <T> T write(Function<BookTransaction, T> work) {
        StackCheck.require();
        return work.apply(this);
    }

    @Override
    public synchronized <T> T read(Function<BookTransaction, T> work) {
        StackCheck.require();
        return work.apply(this);
    }

    @Override
    public void backUp(Path target) {
        throw new UnsupportedOperationException(
                "a book in memory has no backup; use OrderBooks.sqlite or OrderBooks.postgres for a book that is to last");
    }

    @Override
    public void close() {}

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long lastAttempt() {
        return attempts.last();
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return attempts.byNumber(number);
    }

    @Override
    public List<Attempt> attemptsOf(Intent intent) {
        return attempts.of(intent);
    }

    @Override
    public List<Attempt> attemptsWithKey(String keySha256) {
        return attempts.withKey(keySha256);
    }

    @Override
    public List<Attempt> accepted(OrderId id) {
        return attempts.accepted(id);
    }

    @Override
    public List<Attempt> unresolved() {
        return attempts.unresolved();
    }

    @Override
    public List<Attempt> uncompared() {
        return attempts.uncompared();
    }

    @Override
    public void add(Attempt attempt) {
        attempts.put(attempt);
    }

    @Override
    public void change(Attempt attempt) {
        attempts.put(attempt);
    }

    @Override
    public void reason(long attempt, String reason) {
        // Nobody can look into this one.
    }

    @Override
    public Optional<KnownOrder> order(OrderId id) {
        return orders.getOrDefault(id.providerId(), List.of()).stream()
                .filter(order -> order.id().equals(id))
                .findFirst();
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return orders.getOrDefault(providerId, List.of()).stream()
                .filter(order -> order.id().target().equals(target))
                .toList();
    }

    @Override
    public void put(KnownOrder order) {
        List<KnownOrder> others = without(
                orders.getOrDefault(order.id().providerId(), List.of()),
                one -> one.id().equals(order.id()));
        orders.put(order.id().providerId(), joined(others, List.of(order)));
    }

    @Override
    public long add(Snapshot snapshot) {
        long number = snapshots.size() + 1L;
        snapshots.put(number, snapshot);
        return number;
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return Optional.ofNullable(snapshots.get(number));
    }

    @Override
    public Optional<Budget> budget(String name) {
        return Optional.ofNullable(budgets.get(name));
    }

    @Override
    public void put(Budget budget) {
        budgets.put(budget.name(), budget);
    }

    @Override
    public List<Taken> taken(String budget) {
        return attempts.takingFrom(budget).stream()
                .flatMap(attempt -> attempt.sending().charge().stream()
                        .map(charge -> new Taken(charge, attempt.orderId().map(refunds::get))))
                .toList();
    }

    @Override
    public void addRefund(OrderId id, Money refund) {
        refunds.putIfAbsent(id, refund);
    }

    @Override
    public Optional<String> halted() {
        return halted;
    }

    @Override
    public void halted(Optional<String> reason) {
        halted = reason;
    }

    @Override
    public Optional<Hold> held(String name) {
        return Optional.ofNullable(holds.get(name));
    }

    @Override
    public void put(String name, Hold hold) {
        holds.put(name, hold);
    }

    @Override
    public void release(String name) {
        holds.remove(name);
    }

    @Override
    public void add(PublishedRecord published) {
        remove(published);
        records.merge(published.order().providerId(), List.of(published), MemoryStore::joined);
        recordsAt.merge(published.record().name(), List.of(published), MemoryStore::joined);
    }

    @Override
    public void remove(PublishedRecord published) {
        records.computeIfPresent(published.order().providerId(), (id, all) -> rest(all, published));
        recordsAt.computeIfPresent(published.record().name(), (name, all) -> rest(all, published));
    }

    @Override
    public List<PublishedRecord> recordsAbout(OrderId order) {
        return records.getOrDefault(order.providerId(), List.of()).stream()
                .filter(one -> one.order().target().equals(order.target()))
                .sorted(Comparator.comparing(one -> one.record().toString()))
                .toList();
    }

    @Override
    public List<PublishedRecord> recordsAt(String name) {
        return recordsAt.getOrDefault(name, List.of());
    }

    private static @Nullable List<PublishedRecord> rest(List<PublishedRecord> all, PublishedRecord gone) {
        List<PublishedRecord> rest = without(all, gone::equals);
        return rest.isEmpty() ? null : rest;
    }

    private static <T> List<T> without(List<T> all, Predicate<T> gone) {
        return all.stream().filter(gone.negate()).toList();
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
