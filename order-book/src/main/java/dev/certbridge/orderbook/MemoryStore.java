package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.KnownOrder;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.StackGuard;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A store in memory. One lock protects all maps of the store. The map {@link #numbers} is an index that makes searches
 * for attempts fast.
 */
final class MemoryStore implements Store, BookTransaction {

    private final Clock clock;
    private final TreeMap<Long, Attempt> attempts = new TreeMap<>();
    private final Map<Object, NavigableSet<Long>> numbers = new HashMap<>();
    /** The unresolved and abandoned attempts, which may have placed an order. */
    private final TreeMap<Long, Attempt> mayHaveOrdered = new TreeMap<>();

    private final TreeMap<Long, Attempt> uncompared = new TreeMap<>();
    private final Map<String, Map<OrderId, KnownOrder>> orders = new HashMap<>();
    private final Map<Long, Snapshot> snapshots = new HashMap<>();
    private final ListingTables listings = new MemoryListingTables(snapshots, mayHaveOrdered.values());
    private final Map<String, Budget> budgets = new HashMap<>();
    private final Map<OrderId, Money> refunds = new HashMap<>();
    private final Map<String, Hold> holds = new HashMap<>();
    private final Map<String, Set<PublishedRecord>> records = new HashMap<>();
    private final Map<String, Set<PublishedRecord>> recordsAt = new HashMap<>();
    private Optional<String> halted = Optional.empty();

    /**
     * A public key as a key of the map {@link #numbers}. Other keys of this map are intents, order ids and names of
     * budgets.
     */
    private record KeyHash(String sha256) {}

    private record BudgetName(String name) {}

    MemoryStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized <T> T write(Function<BookTransaction, T> work) {
        StackGuard.requireForBook();
        return work.apply(this);
    }

    @Override
    public synchronized <T> T read(Function<BookTransaction, T> work) {
        StackGuard.requireForBook();
        return work.apply(this);
    }

    @Override
    public void backUp(Path target) {
        throw new UnsupportedOperationException(
                "a book in memory cannot be backed up. Use OrderBooks.sqlite or OrderBooks.postgres");
    }

    @Override
    public void close() {}

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public String toString() {
        return "in memory";
    }

    @Override
    public Status status() {
        return new Status(halted, attempts.isEmpty() ? 0 : attempts.lastKey());
    }

    @Override
    public Optional<Attempt> attempt(long number) {
        return Optional.ofNullable(attempts.get(number));
    }

    @Override
    public Optional<Attempt> attempt(long number, String owner) {
        return attempt(number).filter(attempt -> attempt.owner().equals(owner));
    }

    @Override
    public List<Attempt> attemptsOf(Intent intent, Optional<String> keySha256) {
        return Stream.concat(
                        numbersOf(intent), keySha256.map(KeyHash::new).stream().flatMap(this::numbersOf))
                .distinct()
                .sorted()
                .map(attempts::get)
                .toList();
    }

    @Override
    public List<Attempt> accepted(OrderId id) {
        return found(id)
                .filter(attempt -> attempt.state() == Attempt.State.ACCEPTED
                        && attempt.orderId().equals(Optional.of(id)))
                .toList();
    }

    @Override
    public List<Attempt> unresolved() {
        return mayHaveOrdered.values().stream().filter(Attempt::unresolved).toList();
    }

    @Override
    public List<Attempt> uncompared() {
        return List.copyOf(uncompared.values());
    }

    @Override
    public void add(Attempt attempt) {
        // The attempt is stored first. An index entry without an attempt would give its number to another intent.
        change(attempt);
        long number = attempt.number();
        index(attempt.intent(), number);
        if (attempt.request().hasCsr()) {
            index(new KeyHash(attempt.request().csr().keySha256()), number);
        }
        attempt.terms().charge().ifPresent(charge -> index(new BudgetName(charge.budget()), number));
    }

    @Override
    public void change(Attempt attempt) {
        long number = attempt.number();
        attempts.put(number, attempt);
        attempt.orderId().ifPresent(id -> index(id, number));
        set(mayHaveOrdered, attempt, attempt.unresolved() || attempt.state() == Attempt.State.ABANDONED);
        set(uncompared, attempt, attempt.priceOpen());
    }

    private void index(Object key, long number) {
        numbers.computeIfAbsent(key, unused -> new TreeSet<>()).add(number);
    }

    private static void set(Map<Long, Attempt> some, Attempt attempt, boolean present) {
        if (present) {
            some.put(attempt.number(), attempt);
        } else {
            some.remove(attempt.number());
        }
    }

    private Stream<Attempt> found(Object key) {
        return numbersOf(key).map(attempts::get);
    }

    private Stream<Long> numbersOf(Object key) {
        return numbers.getOrDefault(key, Collections.emptyNavigableSet()).stream();
    }

    @Override
    public void reason(long attempt, String reason) {
        // The reason is only for people who query a database, and this store has no database.
    }

    @Override
    public Optional<KnownOrder> order(OrderId id) {
        return Optional.ofNullable(
                orders.getOrDefault(id.providerId(), Map.of()).get(id));
    }

    @Override
    public List<KnownOrder> orders(String target, String providerId) {
        return orders.getOrDefault(providerId, Map.of()).values().stream()
                .filter(order -> order.id().target().equals(target))
                .toList();
    }

    @Override
    public void put(KnownOrder order) {
        orders.computeIfAbsent(order.id().providerId(), unused -> new LinkedHashMap<>(1))
                .put(order.id(), order);
    }

    @Override
    public long add(Snapshot snapshot) {
        long number = listings.nextNumber();
        snapshots.put(number, snapshot);
        return number;
    }

    @Override
    public Optional<Snapshot> snapshot(long number) {
        return listings.snapshot(number);
    }

    @Override
    public ListingTables listings() {
        return listings;
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
    public List<Spent> spent(String budget) {
        Map<String, Spent> sums = found(new BudgetName(budget))
                .filter(attempt -> !BookRules.NOTHING_ORDERED.contains(attempt.state()))
                .flatMap(attempt -> attempt.terms().charge().stream()
                        .map(charge -> BookRules.spent(charge, attempt.orderId().map(refunds::get))))
                .collect(Collectors.toMap(Spent::currency, sum -> sum, BookRules::plus));
        return List.copyOf(sums.values());
    }

    @Override
    public void addRefund(OrderId id, Money refund) {
        refunds.putIfAbsent(id, refund);
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
        records.computeIfAbsent(published.order().providerId(), unused -> new HashSet<>())
                .add(published);
        recordsAt
                .computeIfAbsent(published.record().name(), unused -> new HashSet<>())
                .add(published);
    }

    @Override
    public void remove(PublishedRecord published) {
        remove(records, published.order().providerId(), published);
        remove(recordsAt, published.record().name(), published);
    }

    private static void remove(Map<String, Set<PublishedRecord>> all, String key, PublishedRecord published) {
        all.computeIfPresent(key, (unused, some) -> some.remove(published) && some.isEmpty() ? null : some);
    }

    @Override
    public List<PublishedRecord> recordsAbout(OrderId order) {
        return records.getOrDefault(order.providerId(), Set.of()).stream()
                .filter(one -> one.order().target().equals(order.target()))
                .sorted(Comparator.comparing(one -> one.record().toString()))
                .toList();
    }

    @Override
    public List<PublishedRecord> recordsAt(String name) {
        return List.copyOf(recordsAt.getOrDefault(name, Set.of()));
    }
}
