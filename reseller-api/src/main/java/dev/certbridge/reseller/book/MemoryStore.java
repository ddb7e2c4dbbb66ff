package dev.certbridge.reseller.book;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.OrderId;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One lock around a few maps. */
final class MemoryStore implements Store, Pages {

    private final Clock clock;
    private final TreeMap<Long, Attempt> attempts = new TreeMap<>();
    private final Map<OrderId, Recorded> orders = new LinkedHashMap<>();
    private final Map<Long, Snapshot> snapshots = new HashMap<>();
    private final Map<String, Budget> budgets = new HashMap<>();
    private final Map<OrderId, Money> refunds = new HashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();
    private final Map<String, List<Published>> records = new HashMap<>();
    private Optional<String> halted = Optional.empty();

    MemoryStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized <T> T write(Function<Pages, T> work) {
        return work.apply(this);
    }

    @Override
    public synchronized <T> T read(Function<Pages, T> work) {
        return work.apply(this);
    }

    @Override
    public void close() {}

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long lastAttempt() {
        return attempts.isEmpty() ? 0 : attempts.lastKey();
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return Optional.ofNullable(attempts.get(number));
    }

    @Override
    public List<Attempt> attemptsOf(Intent intent) {
        return attempts(attempt -> attempt.intent().equals(intent));
    }

    @Override
    public List<Attempt> attemptsWithKey(String keySha256) {
        return attempts(attempt -> attempt.request().hasCsr()
                && attempt.request().csr().keySha256().equals(keySha256));
    }

    @Override
    public List<Attempt> accepted(OrderId id) {
        return attempts(attempt ->
                attempt.state() == Attempt.State.ACCEPTED && attempt.orderId().equals(Optional.of(id)));
    }

    @Override
    public List<Attempt> unresolved() {
        return attempts(Attempt::unresolved);
    }

    @Override
    public List<Attempt> uncompared() {
        return attempts(Attempt::priceOpen);
    }

    private List<Attempt> attempts(Predicate<Attempt> wanted) {
        return attempts.values().stream().filter(wanted).toList();
    }

    @Override
    public void add(Attempt attempt) {
        attempts.put(attempt.number(), attempt);
    }

    @Override
    public void change(Attempt attempt) {
        attempts.put(attempt.number(), attempt);
    }

    @Override
    public void reason(long attempt, String reason) {
        // Nobody can look into this one.
    }

    @Override
    public Optional<Recorded> order(OrderId id) {
        return Optional.ofNullable(orders.get(id));
    }

    @Override
    public List<Recorded> orders(String target, String providerId) {
        return orders.values().stream()
                .filter(order -> order.id().target().equals(target)
                        && order.id().providerId().equals(providerId))
                .toList();
    }

    @Override
    public void put(Recorded order) {
        orders.put(order.id(), order);
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
        return attempts(attempt -> !BookRules.NOTHING_ORDERED.contains(attempt.state())).stream()
                .flatMap(attempt -> attempt.sending().charge().stream()
                        .filter(charge -> charge.budget().equals(budget))
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
    public void add(Published published) {
        remove(published);
        records.merge(published.order().providerId(), List.of(published), MemoryStore::joined);
    }

    @Override
    public void remove(Published published) {
        records.computeIfPresent(published.order().providerId(), (id, all) -> {
            List<Published> rest =
                    all.stream().filter(one -> !one.equals(published)).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    @Override
    public List<Published> recordsAbout(OrderId order) {
        return records.getOrDefault(order.providerId(), List.of()).stream()
                .filter(one -> one.order().target().equals(order.target()))
                .sorted(Comparator.comparing(one -> one.record().toString()))
                .toList();
    }

    @Override
    public List<Published> recordsAt(String name) {
        return records.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.record().name().equals(name))
                .toList();
    }

    private static List<Published> joined(List<Published> some, List<Published> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
